namespace Nabla.Vision;

/// <summary>The tokens of x [N, T, C] in another order: y[:, i] = x[:, order[i]]. The gradient takes the inverse order.</summary>
internal sealed record TokenOrderOp : UnaryOp
{
    private readonly long[] _order;
    private TokenOrderOp? _inverse;

    /// <summary>Takes a permutation of 0..T-1.</summary>
    public TokenOrderOp(long[] order) => _order = order;

    /// <summary>The order that undoes this one; made once.</summary>
    public TokenOrderOp Inverse()
    {
        if (_inverse is not null) return _inverse;
        long[] inverse = new long[_order.Length];
        for (long i = 0; i < _order.Length; i++) inverse[_order[i]] = i;
        return _inverse = new(inverse);
    }

    protected override Tensor Forward(Tensor x)
    {
        if (!x.HasData) return Tensor.Empty(x.Shape, x.DType, x.Backend);
        using Tensor index = Tensor.Of(_order, [_order.Length]);
        return x.IndexSelect(1, index);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Inverse().Apply(g);
}
