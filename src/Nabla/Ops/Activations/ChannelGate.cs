using Nabla.Kernels.Gates;

namespace Nabla;

/// <summary>A curve inside <see cref="Functional.SqueezeExcitation"/>.</summary>
[Export("nn.GateActivation")]
public enum GateActivation
{
    /// <summary>max(v, 0).</summary>
    ReLU = GateCurve.ReLU,

    /// <summary>v·σ(v).</summary>
    SiLU = GateCurve.SiLU,

    /// <summary>σ(v).</summary>
    Sigmoid = GateCurve.Sigmoid,

    /// <summary>v/6 + ½, but 0 at least and 1 at most.</summary>
    Hardsigmoid = GateCurve.Hardsigmoid,
}

/// <summary>x·s with one gate for each channel of a sample, s = gate(W₂·hidden(W₁·m + b₁) + b₂) and m the means of the channels: squeeze and excitation as one operation.</summary>
/// <remarks>
/// Hu, Shen and Sun (2018). Inputs x [N, C, ...], W₁ [S, C], b₁ [S], W₂ [C, S], b₂ [C]. With ∂s = Σ g·x over a plane: ∂v₂ = ∂s·gate'(v₂), ∂W₂ = ∂v₂ᵀ·h, ∂v₁ = (∂v₂·W₂)·hidden'(v₁),
/// ∂W₁ = ∂v₁ᵀ·m, ∂x = g·s + (∂v₁·W₁)/P for planes of P positions.
/// </remarks>
internal sealed record ChannelGateOp(GateActivation Hidden, GateActivation Gate) : NaryOp
{
    public override Keep Keeps => Keep.Inputs;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => 2 * inputs[0].Shape[0] * inputs[1].Count;

    /// <summary>The formula in operations.</summary>
    public static Tensor Composed(Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2, GateActivation hidden, GateActivation gate)
    {
        Tensor h = Curve(hidden, Functional.Linear(Means(x), Matrix(w1), b1));
        return x * Spread(Curve(gate, Functional.Linear(h, Matrix(w2), b2)), x);
    }

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Packed x = inputs[0].Packed(), w1 = inputs[1].Packed(), b1 = inputs[2].Packed(), w2 = inputs[3].Packed(), b2 = inputs[4].Packed();
        ChannelGateForm form = Form(inputs[0], inputs[1]);
        Tensor y = inputs[0].EmptyLike(), kept = Tensor.Empty([form.Kept], y.DType, y.Backend);
        ((IFusedActivations)y.Backend).ChannelGate(form, x.Value, w1.Value, b1.Value, w2.Value, b2.Value, kept, y);
        if (context.IsRecording) context.SaveOwn(kept);
        else kept.Dispose();
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0), w1 = context.Input(1), w2 = context.Input(3), g = context.Grad;
        if (GradMode.IsEnabled)
        {
            Compose(context, x, w1, context.Input(2), w2, context.Input(4), g);
            return;
        }
        ChannelGateForm form = Form(x, w1);
        Tensor? gx = context.Needs(0) ? x.EmptyLike() : null;
        Tensor gw1 = w1.EmptyLike(), gb1 = context.Input(2).EmptyLike(), gw2 = w2.EmptyLike(), gb2 = context.Input(4).EmptyLike();
        using Packed up = g.Packed(), values = x.Packed(), first = w1.Packed(), second = w2.Packed();
        ((IFusedActivations)x.Backend).ChannelGateBackward(form, up.Value, values.Value, first.Value, second.Value, context.Saved(0), gx, gw1, gb1, gw2, gb2);
        context.Set(0, gx);
        context.Set(1, gw1);
        context.Set(2, gb1);
        context.Set(3, gw2);
        context.Set(4, gb2);
    }

    // The same gradients in operations that can be differentiated again.
    private void Compose(BackwardContext context, Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor g)
    {
        Tensor m = Means(x), a = Functional.Linear(m, Matrix(w1), b1), h = Curve(Hidden, a), v = Functional.Linear(h, Matrix(w2), b2);
        Tensor outer = Sums(g * x) * Slope(Gate, v), inner = outer.MatMul(Matrix(w2)) * Slope(Hidden, a);
        double share = 1.0 / Math.Max(1, Form(x, w1).Plane);
        if (context.Needs(0)) context.Set(0, (g * Spread(Curve(Gate, v), x)) + Spread(inner.MatMul(Matrix(w1)) * share, x));
        context.Set(1, inner.Transpose(0, 1).MatMul(m).Reshape(w1.Shape));
        context.Set(2, inner.Sum(0));
        context.Set(3, outer.Transpose(0, 1).MatMul(h).Reshape(w2.Shape));
        context.Set(4, outer.Sum(0));
    }

    private static Tensor Curve(GateActivation curve, Tensor v) => curve switch
    {
        GateActivation.ReLU => v.Relu(),
        GateActivation.SiLU => Functional.SiLU(v),
        GateActivation.Sigmoid => v.Sigmoid(),
        _ => Functional.Hardsigmoid(v),
    };

    private static Tensor Slope(GateActivation curve, Tensor v)
    {
        if (curve == GateActivation.ReLU) return v.Detach().Greater(0).To(v.DType);
        if (curve == GateActivation.Hardsigmoid) return v.Detach().Abs().Less(3).To(v.DType) * (1.0 / 6);
        Tensor s = v.Sigmoid(), bell = s * (1 - s);
        return curve == GateActivation.Sigmoid ? bell : s + (v * bell);
    }

    private ChannelGateForm Form(Tensor x, Tensor w1)
    {
        long n = x.Shape[0], c = x.Shape[1];
        return new(n, c, w1.Shape[0], n * c == 0 ? 0 : x.Count / (n * c), (GateCurve)Hidden, (GateCurve)Gate);
    }

    private static Tensor Matrix(Tensor w) => w.Rank == 2 ? w : w.Reshape(w.Shape[0], w.Shape[1]);

    // [N, C, ...] to [N, C].
    private static Tensor Sums(Tensor x) => x.Rank == 2 ? x : x.Flatten(2).Sum(2);

    private static Tensor Means(Tensor x) => x.Rank == 2 ? x : x.Flatten(2).Mean(2);

    // [N, C] to [N, C, 1, ...].
    private static Tensor Spread(Tensor values, Tensor x) => values.Reshape([values.Shape[0], values.Shape[1], .. Enumerable.Repeat(1L, x.Rank - 2)]);
}
