namespace Nabla;

/// <summary>Differences of neighbours.</summary>
public static class DiffExtensions
{
    extension(Tensor x)
    {
        /// <summary>Differences of neighbours along an axis, taken <paramref name="n"/> times; truth values differ by exclusive or.</summary>
        /// <param name="n">How often; 0 gives x with what is joined to it.</param>
        /// <param name="axis">Axis, which loses n positions.</param>
        /// <param name="prepend">Joined before x first, or null.</param>
        /// <param name="append">Joined after x first, or null.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or n is negative.</exception>
        [Export("diff", "Tensor.diff")]
        public Tensor Diff(int n = 1, int axis = -1, Tensor? prepend = null, Tensor? append = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(n);
            if (x.Rank == 0) throw new ArgumentException("A scalar has no neighbours to differ from.", nameof(x));
            axis = x.Shape.Axis(axis);
            if (prepend is not null || append is not null)
                x = Tensor.Cat([.. prepend is null ? Array.Empty<Tensor>() : [prepend], x, .. append is null ? Array.Empty<Tensor>() : [append]], axis);
            for (int i = 0; i < n && x.Shape[axis] > 0; i++)
            {
                long left = x.Shape[axis] - 1;
                Tensor after = x.Narrow(axis, 1, left), before = x.Narrow(axis, 0, left);
                x = x.DType == DType.Bool ? after.NotEqual(before) : after - before;
            }
            return x;
        }
    }
}
