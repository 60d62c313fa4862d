namespace Nabla;

/// <summary>Triangles of matrices.</summary>
public static class TriangleExtensions
{
    extension(Tensor x)
    {
        /// <summary>The elements of the last two axes on and below a diagonal; 0 above.</summary>
        /// <param name="diagonal">0 is the main diagonal; positive lies above it.</param>
        /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
        [Export("tril", "Tensor.tril")]
        public Tensor Tril(long diagonal = 0) => Mask(x, diagonal, lower: true).Where(x, 0);

        /// <summary>The elements of the last two axes on and above a diagonal; 0 below.</summary>
        /// <param name="diagonal">0 is the main diagonal; positive lies above it.</param>
        /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
        [Export("triu", "Tensor.triu")]
        public Tensor Triu(long diagonal = 0) => Mask(x, diagonal, lower: false).Where(x, 0);

        /// <summary>Rows and columns [2, count] of the elements on and below a diagonal, row by row.</summary>
        [Export("tril_indices")]
        public static Tensor TrilIndices(long rows, long columns, long diagonal = 0) => Mask(rows, columns, diagonal, true, CpuBackend.Instance).NonZero().T.Contiguous();

        /// <summary>Rows and columns [2, count] of the elements on and above a diagonal, row by row.</summary>
        [Export("triu_indices")]
        public static Tensor TriuIndices(long rows, long columns, long diagonal = 0) => Mask(rows, columns, diagonal, false, CpuBackend.Instance).NonZero().T.Contiguous();
    }

    private static Tensor Mask(Tensor x, long diagonal, bool lower) => x.Rank < 2
        ? throw new ArgumentException($"A triangle needs at least two axes; the tensor has shape {x.Shape}.", nameof(x))
        : Mask(x.Shape[^2], x.Shape[^1], diagonal, lower, x.Backend);

    private static Tensor Mask(long rows, long columns, long diagonal, bool lower, IBackend backend)
    {
        bool[] mask = new bool[checked(rows * columns)];
        for (long i = 0; i < rows; i++)
        {
            for (long j = 0; j < columns; j++) mask[(i * columns) + j] = lower ? j - i <= diagonal : j - i >= diagonal;
        }
        return Tensor.Of(mask.AsSpan(), [rows, columns], backend);
    }
}
