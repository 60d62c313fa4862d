using System.Globalization;
using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests.RandomNumbers;

/// <summary>Sequences of draws against PyTorch's, number by number.</summary>
public sealed class TorchGeneratorTests
{
    /// <summary>Draws PyTorch has and the library does not offer.</summary>
    private static readonly string[] Absent = ["bernoulli", "bernoulli_tensor", "exponential", "random", "log_normal", "cauchy", "geometric", "multinomial", "dropout"];

    [Fact]
    public void Draws_are_those_of_PyTorch()
    {
        GoldenFile file = GoldenFile.Open("random/generator.safetensors");
        List<string> problems = [];
        int compared = 0;
        foreach (JsonElement golden in file.Cases)
        {
            TorchGenerator generator = new(unchecked((ulong)Int128.Parse(golden.GetProperty("seed").GetString()!, CultureInfo.InvariantCulture)));
            foreach (JsonElement call in golden.GetProperty("calls").EnumerateArray())
            {
                string draw = call.GetProperty("draw").GetString()!;
                GoldenArgs args = new(call.GetProperty("args"));
                if (Absent.Contains(draw) || (draw == "randint" && args.Has("dtype"))) break;
                Tensor expected = file.Tensor(call.GetProperty("result").GetString()!);
                Tensor actual = Draw(generator, draw, args);
                compared++;
                if (Difference(actual, expected, draw is "randn" or "normal") is string difference) problems.Add($"{golden.GetProperty("name").GetString()}, {draw}: {difference}");
            }
        }
        Assert.True(problems.Count == 0, $"{problems.Count} of {compared} draws differ:\n" + string.Join("\n", problems.Take(20)));
        Assert.True(compared > 250, $"Only {compared} draws were compared.");
    }

    [Fact]
    public void A_saved_state_continues_where_it_stopped()
    {
        TorchGenerator generator = new(7);
        Tensor y = Tensor.Empty([3]);
        generator.Normal(y, 0, 1);
        byte[] state = generator.SaveState();
        generator.Normal(y, 0, 1);
        float[] first = y.ToArray<float>();
        generator.LoadState(state);
        generator.Normal(y, 0, 1);
        Assert.Equal(first, y.ToArray<float>());
    }

    private static Tensor Draw(TorchGenerator generator, string draw, GoldenArgs args)
    {
        if (draw == "randperm") return generator.Permutation(args.Long("n"));
        Tensor y = Tensor.Empty(new Shape(args.Longs("size")), draw == "randint" ? DType.Int64 : args.Type() ?? DType.Float32);
        switch (draw)
        {
            case "rand": generator.Uniform(y, 0, 1); break;
            case "uniform": generator.Uniform(y, args.Real("low"), args.Real("high")); break;
            case "randn": generator.Normal(y, 0, 1); break;
            case "normal": generator.Normal(y, args.Real("mean"), args.Real("std")); break;
            case "randint": generator.Integers(y, args.Long("low"), args.Long("high")); break;
            default: throw new InvalidDataException($"Unknown draw {draw}.");
        }
        return y;
    }

    private static string? Difference(Tensor actual, Tensor expected, bool normal)
    {
        if (actual.Shape != expected.Shape || actual.DType != expected.DType) return $"is {actual.DType} {actual.Shape}, expected {expected.DType} {expected.Shape}";
        double[] x = actual.Doubles(), y = expected.Doubles();
        double tolerance = !normal ? 0 : actual.DType == DType.Float64 ? 1e-13 : 1e-5;
        for (int i = 0; i < x.Length; i++)
            if (!(Math.Abs(x[i] - y[i]) <= tolerance * Math.Max(1, Math.Abs(y[i])))) return string.Create(CultureInfo.InvariantCulture, $"element {i} is {x[i]:R}, expected {y[i]:R}");
        return null;
    }
}
