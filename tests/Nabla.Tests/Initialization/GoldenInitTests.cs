using System.Globalization;
using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests.Initialization;

/// <summary>Initialisers, gains and fresh modules under PyTorch's generator give PyTorch's numbers and consume as many draws.</summary>
public sealed class GoldenInitTests
{
    /// <summary>The names of all recorded cases.</summary>
    public static TheoryData<string> Names => [.. Open().Cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Matches_PyTorch(string name)
    {
        GoldenFile file = Open();
        JsonElement golden = file.Cases.Single(c => c.GetProperty("name").GetString() == name);
        if (golden.TryGetProperty("nonlinearity", out JsonElement nonlinearity))
        {
            CheckGain(golden, nonlinearity.GetString()!);
            return;
        }
        TorchGenerator generator = new(ulong.Parse(golden.GetProperty("seed").GetString()!, CultureInfo.InvariantCulture));
        if (golden.TryGetProperty("module", out JsonElement module))
        {
            Module built = GoldenModules.Create(Weights.Random(generator), module.GetString()!, new(golden.GetProperty("args")));
            StateDict state = built.StateDict();
            foreach (JsonElement pair in golden.GetProperty("state").EnumerateArray()) Agree(pair[0].GetString()!, state[pair[0].GetString()!], file.Tensor(pair[1].GetString()!));
            Assert.Equal(golden.GetProperty("state").GetArrayLength(), state.Count);
        }
        else
        {
            Tensor target = Tensor.Empty(new Shape(golden.GetProperty("shape").Longs()));
            Initializer(golden.GetProperty("init").GetString()!, new(golden.GetProperty("args")))(target, generator);
            Agree("result", target, file.Tensor(golden.GetProperty("result").GetString()!));
        }
        if (!golden.TryGetProperty("next", out JsonElement next)) return;
        Tensor following = Tensor.Empty([1]);
        generator.Uniform(following, 0, 1);
        Agree("the next draw", following, file.Tensor(next.GetString()!));
    }

    [Fact]
    public void Sparse_clears_a_share_of_every_column()
    {
        Tensor target = Tensor.Empty([10, 4]);
        Init.Sparse(0.25)(target, new Philox(1));
        float[] values = target.ToArray<float>();
        for (int column = 0; column < 4; column++) Assert.Equal(3, Enumerable.Range(0, 10).Count(row => values[(row * 4) + column] == 0));
    }

    private static void CheckGain(JsonElement golden, string nonlinearity)
    {
        Nonlinearity kind = nonlinearity == "conv2d" ? Nonlinearity.Linear : Enum.Parse<Nonlinearity>(nonlinearity.Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true);
        double slope = golden.TryGetProperty("parameter", out JsonElement parameter) && parameter.ValueKind == JsonValueKind.Number ? parameter.GetDouble() : 0.01;
        Assert.Equal(golden.GetProperty("gain").GetDouble(), Init.Gain(kind, slope), 1e-15);
    }

    private static Initializer Initializer(string name, GoldenArgs a)
    {
        double slope = a.IsText("nonlinearity", "relu") ? 0 : a.Real("a");
        bool fanOut = a.IsText("mode", "fan_out");
        return name switch
        {
            "uniform_" => Init.Uniform(a.Real("a"), a.Real("b")),
            "normal_" => Init.Normal(a.Real("mean"), a.Real("std")),
            "constant_" => Init.Constant(a.Real("val")),
            "ones_" => Init.Ones,
            "zeros_" => Init.Zeros,
            "xavier_uniform_" => Init.XavierUniform(a.Real("gain")),
            "xavier_normal_" => Init.XavierNormal(a.Real("gain")),
            "kaiming_uniform_" => Init.KaimingUniform(slope, fanOut),
            "kaiming_normal_" => Init.KaimingNormal(slope, fanOut),
            "trunc_normal_" => Init.TruncatedNormal(a.Real("mean"), a.Real("std"), a.Real("a", -2), a.Real("b", 2)),
            "orthogonal_" => Init.Orthogonal(a.Real("gain")),
            "eye_" => Init.Identity,
            "dirac_" => Init.Dirac(a.Int("groups")),
            _ => throw new NotSupportedException($"No line initialises with {name}."),
        };
    }

    private static void Agree(string what, Tensor actual, Tensor expected)
    {
        string? difference = GoldenTolerance.Difference(actual, expected, noise: 1);
        Assert.True(difference is null, $"{what} {difference}");
    }

    private static GoldenFile Open() => GoldenFile.Open("random/initialization.safetensors");
}
