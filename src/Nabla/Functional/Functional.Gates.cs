namespace Nabla;

public static partial class Functional
{
    /// <summary>Squeeze and excitation: scales each channel by a gate that two small layers compute from the means of all channels. Hu, Shen and Sun (2018).</summary>
    /// <remarks>y = x·gate(W₂·hidden(W₁·mean(x) + b₁) + b₂). In float32 and float64 one operation: x is read twice and y written once, and backward makes no other tensors than the gradients.</remarks>
    /// <param name="x">Input [N, C, ...].</param>
    /// <param name="reduce">W₁ [S, C], or as a 1x1 convolution has it, [S, C, 1, 1].</param>
    /// <param name="reduceBias">b₁ [S].</param>
    /// <param name="expand">W₂ [C, S], or [C, S, 1, 1].</param>
    /// <param name="expandBias">b₂ [C].</param>
    /// <param name="hidden">The curve behind the first layer.</param>
    /// <param name="gate">The curve behind the second.</param>
    /// <returns>The shape of x.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A curve is none of the four.</exception>
    [Export("nn.functional.squeeze_excitation")]
    public static Tensor SqueezeExcitation(
        Tensor x, Tensor reduce, Tensor reduceBias, Tensor expand, Tensor expandBias, GateActivation hidden = GateActivation.ReLU, GateActivation gate = GateActivation.Sigmoid)
    {
        if (!Enum.IsDefined(hidden)) throw new ArgumentOutOfRangeException(nameof(hidden), hidden, "A gate's curve is ReLU, SiLU, Sigmoid or Hardsigmoid.");
        if (!Enum.IsDefined(gate)) throw new ArgumentOutOfRangeException(nameof(gate), gate, "A gate's curve is ReLU, SiLU, Sigmoid or Hardsigmoid.");
        if (x.Rank < 2) throw new ShapeMismatchException($"squeeze_excitation needs x of [N, C, ...]; got {x.Shape}.");
        long channels = x.Shape[1], squeezed = reduce.Rank == 0 ? 0 : reduce.Shape[0];
        Check(reduce, squeezed, channels, nameof(reduce));
        Check(expand, channels, squeezed, nameof(expand));
        if (reduceBias.Shape != new Shape(squeezed)) throw new ShapeMismatchException($"squeeze_excitation needs reduceBias of [{squeezed}]; got {reduceBias.Shape}.");
        if (expandBias.Shape != new Shape(channels)) throw new ShapeMismatchException($"squeeze_excitation needs expandBias of [{channels}]; got {expandBias.Shape}.");
        // Observers are shown, and autocasting converts, the operations it is made of.
        bool fused = x.Count > 0 && !OpObserver.IsActive && !Autocast.IsEnabled && x.DType is DType.Float32 or DType.Float64 && reduce.DType == x.DType && reduceBias.DType == x.DType && expand.DType == x.DType && expandBias.DType == x.DType && x.Backend is IFusedActivations;
        return fused ? new ChannelGateOp(hidden, gate).Apply(x, reduce, reduceBias, expand, expandBias) : ChannelGateOp.Composed(x, reduce, reduceBias, expand, expandBias, hidden, gate);

        static void Check(Tensor weight, long rows, long columns, string name)
        {
            bool fits = weight.Rank >= 2 && weight.Shape[0] == rows && weight.Shape[1] == columns && weight.Count == rows * columns;
            if (!fits) throw new ShapeMismatchException($"squeeze_excitation needs {name} of [{rows}, {columns}], or with axes of one element behind; got {weight.Shape}.");
        }
    }
}
