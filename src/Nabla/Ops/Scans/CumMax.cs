namespace Nabla;

/// <summary>Where along an axis each running extreme stands; of equal ones the latest, and NaN once met.</summary>
internal sealed record CumExtremeOp(bool Largest, int Axis) : UnaryOp
{
    public override string Name => Largest ? "CumMax" : "CumMin";

    public override string? NoGradient => "positions are integers; the values are gathered with them and carry the gradient";

    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        using Tensor values = x.EmptyLike();
        Tensor indices = x.EmptyLike(DType.Int64);
        x.Backend.Scan(Largest ? Scan.Max : Scan.Min, packed, Axis, false, values, indices);
        return indices;
    }
}

/// <summary>Running extremes.</summary>
public static class CumMaxExtensions
{
    extension(Tensor x)
    {
        /// <summary>Running maximum along an axis, and where it stands (int64; of equal ones the latest).</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("cummax", "Tensor.cummax")]
        public (Tensor Values, Tensor Indices) CumMax(int axis) => Run(x, true, axis);

        /// <summary>Running minimum along an axis, and where it stands (int64; of equal ones the latest).</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("cummin", "Tensor.cummin")]
        public (Tensor Values, Tensor Indices) CumMin(int axis) => Run(x, false, axis);
    }

    private static (Tensor Values, Tensor Indices) Run(Tensor x, bool largest, int axis)
    {
        axis = x.Shape.Axis(axis);
        if (x.Rank == 0) return (x, Tensor.Zeros([], DType.Int64, x.Backend));
        Tensor indices = new CumExtremeOp(largest, axis).Apply(x);
        return (x.Gather(axis, indices), indices);
    }
}
