using Nabla.Kernels.Interpolation;

namespace Nabla;

/// <summary>One axis resampled by a table of taps. The gradient is the transposed table's resampling.</summary>
internal sealed record ResampleOp(int Axis, ResampleTable Table) : UnaryOp
{
    public override Keep Keeps => Keep.Nothing;

    protected override Tensor Forward(Tensor x)
    {
        Tensor y = Tensor.Empty(x.Shape.With(Axis, Table.Outputs), x.DType, x.Backend);
        if (x.Backend is IResamplingBackend backend)
        {
            using Packed packed = x.Packed();
            backend.Resample(packed, Axis, Table, y);
        }
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new ResampleOp(Axis, Table.Transposed).Apply(g);
}
