using System.Globalization;
using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests.RandomNumbers;

/// <summary>Sequences of draws against PyTorch's, number by number.</summary>
public sealed class TorchGeneratorTests
{
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
                Tensor expected = file.Tensor(call.GetProperty("result").GetString()!);
                Tensor actual = Draw(generator, draw, args);
                compared++;
                if (Difference(actual, expected, draw is not ("rand" or "uniform" or "randint" or "randperm" or "bernoulli" or "bernoulli_tensor" or "random" or "geometric" or "multinomial" or "dropout")) is string difference) problems.Add($"{golden.GetProperty("name").GetString()}, {draw}: {difference}");
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

    private static Tensor Draw(TorchGenerator generator, string draw, GoldenArgs a)
    {
        Shape size = a.Has("size") ? new Shape(a.Longs("size")) : [];
        DType real = a.Type() ?? DType.Float32;
        return draw switch
        {
            "rand" => Tensor.Rand(size, real, generator),
            "uniform" => Uniform(generator, size, real, a.Real("low"), a.Real("high")),
            "randn" => Tensor.Randn(size, real, generator),
            "normal" => Tensor.Normal(a.Real("mean"), a.Real("std"), size, real, generator),
            "randint" => Tensor.RandInt(a.Long("low"), a.Long("high"), size, a.Type() ?? DType.Int64, generator),
            "randperm" => Tensor.RandPerm(a.Long("n"), generator),
            "bernoulli" => Tensor.Bernoulli(a.Real("p"), size, real, generator),
            "bernoulli_tensor" => Tensor.Bernoulli(Tensor.Of([.. a.Raw("p").EnumerateArray().Select(p => (float)p.Number())]), generator),
            "exponential" => Tensor.Exponential(a.Real("rate"), size, real, generator),
            "random" => Tensor.WholeNumbers(size, real, generator),
            "log_normal" => Tensor.LogNormal(a.Real("mean"), a.Real("std"), size, a.Type() ?? DType.Float64, generator),
            "cauchy" => Tensor.Cauchy(a.Real("median"), a.Real("sigma"), size, a.Type() ?? DType.Float64, generator),
            "geometric" => Tensor.Geometric(a.Real("p"), size, real, generator),
            "multinomial" => Tensor.Multinomial(Tensor.Of([.. a.Raw("weights").EnumerateArray().Select(w => (float)w.Number())]), a.Long("count"), a.Flag("replacement"), generator),
            "dropout" => Functional.Dropout(Tensor.Ones(size), a.Real("p"), true, generator),
            _ => throw new InvalidDataException($"Unknown draw {draw}."),
        };
    }

    private static Tensor Uniform(TorchGenerator generator, Shape size, DType type, double low, double high)
    {
        Tensor y = Tensor.Empty(size, type);
        generator.Uniform(y, low, high);
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
