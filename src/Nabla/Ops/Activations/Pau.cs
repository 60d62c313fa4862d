namespace Nabla;

/// <summary>P(x) / (1 + |Q(x)|), P(x) = Σ aⱼ·xʲ with j from 0, Q(x) = Σ bₖ·xᵏ with k from 1; inputs x, a [m], b [n].</summary>
/// <remarks>
/// Molina, Schramowski and Kersting (2020). With A = 1 + |Q(x)|, y = P/A and h = g/A: ∂x = h·(P'(x) - sgn Q·y·Q'(x)), ∂aⱼ = Σ h·xʲ, ∂bₖ = -Σ sgn Q·y·h·xᵏ.
/// </remarks>
internal sealed record PauOp : NaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Tensor x = inputs[0].Contiguous().Alias(), a = inputs[1].Contiguous().Alias(), b = inputs[2].Contiguous().Alias();
        Tensor y = x.EmptyLike();
        ((IFusedActivations)x.Backend).Pade(x, a, b, y);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0), a = context.Input(1), b = context.Input(2);
        if (!GradMode.IsEnabled)
        {
            Tensor? gx = Wanted(0), ga = Wanted(1), gb = Wanted(2);
            using Tensor g = context.Grad.Contiguous().Alias(), values = x.Contiguous().Alias(), above = a.Contiguous().Alias(), below = b.Contiguous().Alias();
            ((IFusedActivations)x.Backend).PadeBackward(g, values, above, below, gx, ga, gb);
            context.Set(0, gx);
            context.Set(1, ga);
            context.Set(2, gb);
            return;
        }
        Tensor q = x * Polynomial(x, b), divisor = q.Abs() + 1, h = context.Grad / divisor;
        Tensor turned = q.Detach().Sign() * (Polynomial(x, a) / divisor);
        if (context.Needs(0))
        {
            Tensor rise = a.Count == 1 ? Tensor.Zeros(x.Shape, x.DType, x.Backend) : Polynomial(x, a.Narrow(0, 1, a.Count - 1) * Powers(a.Count - 1));
            context.Set(0, h * (rise - (turned * Polynomial(x, b * Powers(b.Count)))));
        }
        if (context.Needs(1)) context.Set(1, Moments(h, x, a.Count));
        if (context.Needs(2)) context.Set(2, Moments(-(turned * h * x), x, b.Count));

        // 1, 2, ... count.
        Tensor Powers(long count) => Tensor.Ones([count], x.DType, x.Backend).CumSum(0);

        Tensor? Wanted(int input) => context.Needs(input) ? Tensor.Empty(context.Input(input).Shape, x.DType, x.Backend) : null;
    }

    // Σ cⱼ·xʲ, j from 0.
    private static Tensor Polynomial(Tensor x, Tensor coefficients)
    {
        Tensor y = coefficients.Select(0, coefficients.Count - 1).BroadcastTo(x.Shape);
        for (long i = coefficients.Count - 2; i >= 0; i--) y = (y * x) + coefficients.Select(0, i);
        return y;
    }

    // Σ h·xʲ for j from 0 to count - 1.
    private static Tensor Moments(Tensor h, Tensor x, long count)
    {
        Tensor[] sums = new Tensor[count];
        for (long j = 0; j < count; j++)
        {
            sums[j] = h.Sum();
            h = h * x;
        }
        return Tensor.Stack(sums);
    }
}
