using Nabla.Kernels.Pooling;

namespace Nabla;

/// <summary>The mean of each window of [N, C, ...]. Linear, so its gradient's gradient is itself.</summary>
internal sealed record AveragePoolOp(PoolGeometry Geometry, Shape Output, bool CountPadding, long Divisor) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = Tensor.Empty(Output, x.DType, x.Backend);
        x.Backend.AveragePool(Geometry, CountPadding, Divisor, packed, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new AveragePoolAdjointOp(this, x.Shape).Apply(g);
}

/// <summary>Spreads each value evenly over its window.</summary>
internal sealed record AveragePoolAdjointOp(AveragePoolOp Pool, Shape Input) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed g = x.Packed();
        Tensor y = Tensor.Empty(Input, x.DType, x.Backend);
        x.Backend.AveragePoolBackward(Pool.Geometry, Pool.CountPadding, Pool.Divisor, g, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Pool.Apply(g);
}

/// <summary>The mean of each adaptive bin of [N, C, ...].</summary>
internal sealed record AdaptiveAveragePoolOp(AdaptiveGeometry Geometry, Shape Output) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = Tensor.Empty(Output, x.DType, x.Backend);
        x.Backend.AdaptiveAveragePool(Geometry, packed, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new AdaptiveAveragePoolAdjointOp(this, x.Shape).Apply(g);
}

/// <summary>Spreads each value evenly over its bin.</summary>
internal sealed record AdaptiveAveragePoolAdjointOp(AdaptiveAveragePoolOp Pool, Shape Input) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed g = x.Packed();
        Tensor y = Tensor.Empty(Input, x.DType, x.Backend);
        x.Backend.AdaptiveAveragePoolBackward(Pool.Geometry, g, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Pool.Apply(g);
}
