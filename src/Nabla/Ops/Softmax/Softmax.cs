namespace Nabla;

/// <summary>Normalised exponential along one axis. y = exp(x - max x) / Σ exp(x - max x); ∂x = y ⊙ (g - Σ g ⊙ y).</summary>
internal sealed record SoftmaxOp(int Axis) : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        if (x.Count == 0) return x.EmptyLike();
        if (x.Backend is IFusedSoftmax fused && !x.DType.IsReduced())
        {
            using Packed packed = x.Packed();
            Tensor y = x.EmptyLike();
            fused.Softmax(packed, Axis, log: false, y);
            return y;
        }
        Tensor e = (x - x.Amax(Axis, keepDims: true)).Exp();
        return e / e.Sum(Axis, keepDims: true);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        if (GradMode.IsEnabled || g.Backend is not IFusedSoftmax fused || g.DType.IsReduced()) return y * (g - (g * y).Sum(Axis, keepDims: true));
        Tensor gx = y.EmptyLike();
        fused.SoftmaxBackward(g.Contiguous(), y, Axis, log: false, gx);
        return gx;
    }
}

/// <summary>Logarithm of the softmax along one axis. y = x - log Σ exp x; ∂x = g - exp(y)·Σ g.</summary>
internal sealed record LogSoftmaxOp(int Axis) : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        if (x.Count == 0) return x.EmptyLike();
        if (x.Backend is IFusedSoftmax fused && !x.DType.IsReduced())
        {
            using Packed packed = x.Packed();
            Tensor y = x.EmptyLike();
            fused.Softmax(packed, Axis, log: true, y);
            return y;
        }
        Tensor shifted = x - x.Amax(Axis, keepDims: true);
        return shifted - shifted.Exp().Sum(Axis, keepDims: true).Log();
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        if (GradMode.IsEnabled || g.Backend is not IFusedSoftmax fused || g.DType.IsReduced()) return g - (y.Exp() * g.Sum(Axis, keepDims: true));
        Tensor gx = y.EmptyLike();
        fused.SoftmaxBackward(g.Contiguous(), y, Axis, log: true, gx);
        return gx;
    }
}

/// <summary>Softmax and its logarithm.</summary>
public static class SoftmaxExtensions
{
    extension(Tensor x)
    {
        /// <summary>Softmax along <paramref name="axis"/>; each slice sums to 1.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The tensor has no such axis.</exception>
        [Export("softmax", "Tensor.softmax")]
        public Tensor Softmax(int axis = -1) => x.Rank == 0 ? x.Reshape(1).Softmax(0).Reshape([]) : new SoftmaxOp(x.Shape.Axis(axis)).Apply(x.ToFloating());

        /// <summary>Logarithm of the softmax along <paramref name="axis"/>, without overflow.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The tensor has no such axis.</exception>
        [Export("log_softmax", "Tensor.log_softmax")]
        public Tensor LogSoftmax(int axis = -1) => x.Rank == 0 ? x.Reshape(1).LogSoftmax(0).Reshape([]) : new LogSoftmaxOp(x.Shape.Axis(axis)).Apply(x.ToFloating());
    }
}
