namespace Nabla.Tests.Ops;

internal static partial class GradientTable
{
    private static IEnumerable<GradientCase> Recurrent()
    {
        yield return Network("rnn", 1, x => Joined(Functional.RNN(x[0], [Weights(x)], x[1])));
        yield return Network("rnn relu", 1, x => Joined(Functional.RNN(x[0], [Weights(x)], x[1], nonlinearity: RnnNonlinearity.ReLU)));
        yield return Network("gru", 3, x => Joined(Functional.GRU(x[0], [Weights(x)], x[1])));
        yield return Network("gru packed", 3, x => Joined(Functional.GRU(PackedSequence.FromPadded(x[0], [3, 1]), [Weights(x)], x[1])));
        Tensor cell = Small(1, 2, 2) * 1.7;
        GradientCase lstm = Network("lstm", 4, x => Joined(Functional.LSTM(x[0], [Weights(x)], (x[1], x[6]))));
        yield return lstm with { Inputs = [.. lstm.Inputs, cell] };
        GradientCase packed = Network("lstm packed, backwards as well", 4, x =>
            Joined(Functional.LSTM(PackedSequence.FromPadded(x[0], [1, 3], enforceSorted: false), [Weights(x), Weights(x)], bidirectional: true)));
        yield return packed with { Inputs = [packed.Inputs[0], packed.Inputs[1].Narrow(0, 0, 1), .. packed.Inputs[2..]], Function = x => packed.Function(x) + (x[1].Sum() * 0.5) };
        yield return new("lstm projected", x => Joined(Functional.LSTM(x[0], [new(x[1], x[2], Projection: x[3])])), [Small(3, 2, 2), Small(12, 2), Small(12, 1) * 0.9, Small(1, 3)]);
    }

    /// <summary>Input, state, both weights and both biases of two units over three steps.</summary>
    private static GradientCase Network(string name, int gates, Func<Tensor[], Tensor> function) =>
        new(name, function, [Small(3, 2, 2), Small(1, 2, 2), Small(2 * gates, 2), Small(2 * gates, 2) * 0.8, Small(2 * gates), Small(2 * gates) * 0.6]);

    private static Tensor Small(params long[] shape) => Spread(0.05, shape);

    private static RecurrentWeights Weights(Tensor[] x) => new(x[2], x[3], x[4], x[5]);

    private static Tensor Joined((Tensor Output, Tensor Hidden) result) => Tensor.Cat([result.Output.Flatten(), result.Hidden.Flatten() * 0.7]);

    private static Tensor Joined((PackedSequence Output, Tensor Hidden) result) => Tensor.Cat([result.Output.Data.Flatten(), result.Hidden.Flatten() * 0.7]);

    private static Tensor Joined((Tensor Output, Tensor Hidden, Tensor Cell) result) => Tensor.Cat([result.Output.Flatten(), result.Hidden.Flatten() * 0.7, result.Cell.Flatten() * 0.3]);

    private static Tensor Joined((PackedSequence Output, Tensor Hidden, Tensor Cell) result) => Tensor.Cat([result.Output.Data.Flatten(), result.Hidden.Flatten() * 0.7, result.Cell.Flatten() * 0.3]);
}
