namespace Nabla;

/// <summary>The last axis laid on a diagonal of new planes of zeros. The gradient is that diagonal.</summary>
internal sealed record DiagEmbedOp(long Shift, int First, int Second) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        long n = x.Shape[^1] + Math.Abs(Shift);
        Shape lead = x.Shape.Without(x.Rank - 1);
        Shape shape = First < Second ? lead.Insert(First, n).Insert(Second, n) : lead.Insert(Second, n).Insert(First, n);
        Tensor y = Tensor.Zeros(shape, x.DType, x.Backend);
        using Tensor diagonal = new DiagonalOp(Shift, First, Second).Take(y);
        if (x.HasData) x.Backend.Copy(x, diagonal);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g.Diagonal(Shift, First, Second);
}

/// <summary>Matrices from diagonals.</summary>
public static class DiagEmbedExtensions
{
    extension(Tensor x)
    {
        /// <summary>Planes of zeros with the last axis on a diagonal.</summary>
        /// <param name="offset">0 is the main diagonal; positive lies above it.</param>
        /// <param name="first">Row axis of the result.</param>
        /// <param name="second">Column axis of the result.</param>
        /// <exception cref="ArgumentException">The tensor is a scalar, or both axes are the same.</exception>
        [Export("diag_embed", "Tensor.diag_embed")]
        public Tensor DiagEmbed(long offset = 0, int first = -2, int second = -1)
        {
            if (x.Rank == 0) throw new ArgumentException("A scalar has no axis to lay on a diagonal.", nameof(x));
            Shape result = x.Shape.Insert(0, 1);
            first = result.Axis(first);
            second = result.Axis(second);
            if (first == second) throw new ArgumentException($"A diagonal needs two different axes; both are {first}.", nameof(second));
            return new DiagEmbedOp(offset, first, second).Apply(x);
        }

        /// <summary>A matrix with a 1-D tensor on its diagonal, or the diagonal of a matrix.</summary>
        /// <exception cref="ArgumentException">The tensor has neither one nor two axes.</exception>
        [Export("diag", "Tensor.diag")]
        public Tensor Diag(long offset = 0) => x.Rank switch
        {
            1 => x.DiagEmbed(offset),
            2 => x.Diagonal(offset),
            _ => throw new ArgumentException($"Diag needs one or two axes; the tensor has shape {x.Shape}.", nameof(x)),
        };

        /// <summary>Sum of the main diagonal of a matrix.</summary>
        /// <exception cref="ArgumentException">The tensor has not two axes.</exception>
        [Export("trace", "Tensor.trace")]
        public Tensor Trace() => x.Rank == 2 ? x.Diagonal().Sum() : throw new ArgumentException($"A trace needs a matrix; the tensor has shape {x.Shape}.", nameof(x));
    }
}
