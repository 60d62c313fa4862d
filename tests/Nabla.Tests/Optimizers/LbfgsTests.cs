using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>L-BFGS against ten steps of PyTorch on a crooked valley coupled with a bowl, and what it refuses.</summary>
public sealed class LbfgsTests
{
    public static TheoryData<string> Names => [.. GoldenFile.Open("lbfgs/lbfgs.safetensors").Cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Steps_match_PyTorch(string name)
    {
        GoldenFile file = GoldenFile.Open("lbfgs/lbfgs.safetensors");
        JsonElement golden = file.Cases.Single(c => c.GetProperty("name").GetString() == name);
        Parameter[] parameters = Parameters(file, golden);
        LBFGS optimizer = new(parameters, Options(new GoldenArgs(golden.GetProperty("args"))));
        double[] losses = file.Tensor(golden.GetProperty("losses").GetString()!).ToArray<double>();
        Tensor[] after = [.. golden.GetProperty("after").EnumerateArray().Select(key => file.Tensor(key.GetString()!))];
        // Without a line search the path is chaotic: one rounding apart grows tenfold in a few steps.
        double close = name.EndsWith("plain", StringComparison.Ordinal) ? 1e-4 : 1e-6;
        for (int step = 0; step < losses.Length; step++)
        {
            double loss = optimizer.Step(() => Problem(optimizer, parameters)).Item();
            Assert.Equal(losses[step], loss, 0.1 * close * Math.Max(1, Math.Abs(losses[step])));
            for (int i = 0; i < parameters.Length; i++)
            {
                foreach ((double e, double a) in GoldenRun.Row(after[i], step).Doubles().Zip(parameters[i].Value.Doubles())) Assert.Equal(e, a, close);
            }
        }
        Assert.Contains($"\"func_evals\":{golden.GetProperty("evaluations").GetInt32()}", optimizer.SaveState().Json, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void Resuming_gives_the_same_bits(string name)
    {
        GoldenFile file = GoldenFile.Open("lbfgs/lbfgs.safetensors");
        JsonElement golden = file.Cases.Single(c => c.GetProperty("name").GetString() == name);
        LbfgsOptions options = Options(new GoldenArgs(golden.GetProperty("args")));
        Parameter[] straight = Parameters(file, golden), other = Parameters(file, golden);
        LBFGS whole = new(straight, options), resumed = new(other, options);
        for (int i = 0; i < 3; i++) whole.Step(() => Problem(whole, straight));
        resumed.LoadState(whole.SaveState());
        using (GradMode.NoGrad())
        {
            for (int i = 0; i < 2; i++) other[i].Value.CopyInPlace(straight[i].Value);
        }
        for (int i = 0; i < 3; i++)
        {
            whole.Step(() => Problem(whole, straight));
            resumed.Step(() => Problem(resumed, other));
        }
        for (int i = 0; i < 2; i++) Assert.Equal(straight[i].Value.Doubles(), other[i].Value.Doubles());
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Parameter parameter = Weights.Random().Get("w", new(2), Init.Ones);
        LBFGS optimizer = new([parameter]);
        Assert.Contains("closure", Assert.Throws<InvalidOperationException>(optimizer.Step).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(() => parameter.Value * 2));
        optimizer.Groups[0].Options = new LbfgsOptions(HistorySize: 3);
        foreach (LbfgsOptions bad in new LbfgsOptions[] { new(-1), new(MaxIterations: 0), new(MaxEvaluations: 0), new(HistorySize: 0), new(GradientTolerance: -1), new(ChangeTolerance: double.NaN), new(LineSearch: (LineSearch)7) })
            Assert.Throws<ArgumentOutOfRangeException>(() => new LBFGS([parameter], bad));
    }

    private static LbfgsOptions Options(GoldenArgs a) => new(
        a.Real("lr", 1), (int)a.Real("max_iter", 20), a.Has("max_eval") ? (int)a.Real("max_eval") : null, HistorySize: (int)a.Real("history_size", 100),
        LineSearch: a.Has("line_search_fn") ? LineSearch.StrongWolfe : LineSearch.None);

    private static Parameter[] Parameters(GoldenFile file, JsonElement golden) => [.. golden.GetProperty("start").EnumerateArray().Select((key, i) =>
    {
        Tensor start = file.Tensor(key.GetString()!);
        return Weights.Random(0, DType.Float64)[$"p{i}"].Get("weight", start.Shape, (target, _) => target.CopyInPlace(start));
    })];

    private static Tensor Problem(Optimizer optimizer, Parameter[] parameters)
    {
        optimizer.ZeroGrad();
        Tensor x = parameters[0], y = parameters[1], next = x.Narrow(0, 1, 3), here = x.Narrow(0, 0, 3);
        Tensor valley = (((next - here.Square()).Square() * 100) + (1 - here).Square()).Sum();
        Tensor loss = valley + ((y - 0.5).Square() * 3).Sum() + (x.Sum() * y.Sum() * 0.1);
        loss.Backward();
        return loss;
    }
}
