using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>min(max(x, Low), High); the gradient passes where x lies between the bounds, which count.</summary>
internal sealed record ClampOp(double Low, double High) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ClampKernel(Low, High), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => (x >= Low).LogicalAnd(x <= High).Where(g, 0);
}

/// <summary>min(max(a, b), c). The gradient goes to whichever was chosen: a when it lies between the bounds, which count.</summary>
internal sealed record ClampBetweenOp : TernaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c) => Map.Ternary(new ClampBetweenKernel(), a, b, c);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => (a >= b).LogicalAnd(a <= c).Where(g, 0);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => (b < c).LogicalAnd(a < b).Where(g, 0);

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => (a > c).LogicalOr(c < b).Where(g, 0);
}

/// <summary>Limits on values.</summary>
public static class ClampExtensions
{
    extension(Tensor x)
    {
        /// <summary>Values below <paramref name="low"/> become low, values above <paramref name="high"/> become high; null is no bound. NaN stays.</summary>
        /// <exception cref="ArgumentException">Both bounds are missing.</exception>
        [Export("clamp", "Tensor.clamp", "clip", "Tensor.clip")]
        public Tensor Clamp(Scalar? low = null, Scalar? high = null)
        {
            if (low is null && high is null) throw new ArgumentException("Clamp needs at least one bound.", nameof(low));
            DType type = x.DType;
            if (low is { } l) type = l.PromoteWith(type);
            if (high is { } h) type = h.PromoteWith(type);
            return new ClampOp(low?.ToDouble() ?? double.NegativeInfinity, high?.ToDouble() ?? double.PositiveInfinity).Apply(x.To(type));
        }

        /// <summary>Values below <paramref name="low"/> become low.</summary>
        [Export("clamp_min", "Tensor.clamp_min")]
        public Tensor ClampMin(Scalar low) => x.Clamp(low: low);

        /// <summary>Values above <paramref name="high"/> become high.</summary>
        [Export("clamp_max", "Tensor.clamp_max")]
        public Tensor ClampMax(Scalar high) => x.Clamp(high: high);

        /// <summary>min(max(x, low), high), element by element; null is no bound. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">Both bounds are missing.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Clamp(Tensor? low, Tensor? high)
        {
            if (low is null && high is null) throw new ArgumentException("Clamp needs at least one bound.", nameof(low));
            DType type = Promotion.Common(x, (low ?? high)!);
            if (!type.IsFloating() && low is null) return x.Minimum(high!);
            if (!type.IsFloating() && high is null) return x.Maximum(low!);
            low ??= Tensor.Full(Shape.Scalar, double.NegativeInfinity, type, x.Backend);
            high ??= Tensor.Full(Shape.Scalar, double.PositiveInfinity, type, x.Backend);
            (x, low, high) = Promotion.Align(x, low, high);
            return new ClampBetweenOp().Apply(x, low, high);
        }
    }
}
