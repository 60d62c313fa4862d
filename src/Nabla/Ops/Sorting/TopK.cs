namespace Nabla;

/// <summary>Positions of the K largest or smallest of the last axis, best first.</summary>
internal sealed record ArgTopKOp(long K, bool Largest) : UnaryOp
{
    public override string? NoGradient => "positions are integers; the values are gathered with them and carry the gradient";

    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = Tensor.Empty(x.Shape.With(x.Rank - 1, K), DType.Int64, x.Backend);
        x.Backend.ArgTopK(packed, K, Largest, y);
        return y;
    }
}

/// <summary>The largest and smallest few.</summary>
public static class TopKExtensions
{
    extension(Tensor x)
    {
        /// <summary>The k largest or smallest values along an axis, best first, and their positions (int64).</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or k is not in 0..its extent.</exception>
        [Export("topk", "Tensor.topk")]
        public (Tensor Values, Tensor Indices) TopK(long k, int axis = -1, bool largest = true)
        {
            axis = x.Shape.Axis(axis);
            long n = x.Rank == 0 ? 1 : x.Shape[axis];
            if (k < 0 || k > n) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must be in 0..{n}, the extent of axis {axis} of shape {x.Shape}.");
            if (x.Rank == 0) return (x, Tensor.Zeros([], DType.Int64, x.Backend));
            Tensor indices = new ArgTopKOp(k, largest).Apply(x.Transpose(axis, -1)).Transpose(axis, -1);
            return (x.Gather(axis, indices), indices);
        }
    }
}
