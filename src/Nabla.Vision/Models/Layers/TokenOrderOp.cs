namespace Nabla.Vision;

/// <summary>The tokens of x [N, T, C] in another order: y[:, i] = x[:, Order[i]]. The gradient takes the inverse order.</summary>
/// <param name="Order">A permutation of 0..T-1.</param>
internal sealed record TokenOrderOp(long[] Order) : UnaryOp
{
    /// <summary>The order that undoes this one.</summary>
    public TokenOrderOp Inverse()
    {
        long[] inverse = new long[Order.Length];
        for (long i = 0; i < Order.Length; i++) inverse[Order[i]] = i;
        return new(inverse);
    }

    protected override Tensor Forward(Tensor x)
    {
        if (!x.HasData) return Tensor.Empty(x.Shape, x.DType, x.Backend);
        using Tensor index = Tensor.Of(Order, [Order.Length]);
        return x.IndexSelect(1, index);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Inverse().Apply(g);
}
