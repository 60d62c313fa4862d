namespace Nabla;

/// <summary>Linear maps between tensors of several axes.</summary>
public static class TensorSystemExtensions
{
    extension(Tensor a)
    {
        /// <summary>X with Σ A[..., x]·X[x] = B[...], A being a square matrix once the axes of B and those of X are flattened.</summary>
        /// <param name="b">Right side; its axes are the first ones of A.</param>
        /// <param name="axes">Axes of A to move to the end first.</param>
        /// <exception cref="ShapeMismatchException">A is not square in this sense.</exception>
        /// <exception cref="LinearAlgebraException">A is singular.</exception>
        [Export("linalg.tensorsolve")]
        public Tensor TensorSolve(Tensor b, IReadOnlyList<int>? axes = null)
        {
            ArgumentNullException.ThrowIfNull(b);
            if (axes is { Count: > 0 }) a = a.MoveAxes([.. axes], [.. Enumerable.Range(a.Rank - axes.Count, axes.Count)]);
            if (a.Rank < b.Rank || new Shape(a.Shape.Span[..b.Rank]) != b.Shape) throw new ShapeMismatchException($"The first axes of A must be those of B; got {a.Shape} and {b.Shape}.", nameof(b));
            long[] rest = [.. a.Shape.Span[b.Rank..]];
            long unknowns = rest.Aggregate(1L, (count, extent) => count * extent);
            if (unknowns != b.Count) throw new ShapeMismatchException($"{unknowns} unknowns for {b.Count} equations: A of shape {a.Shape} is not square over B's {b.Rank} axes.");
            return a.Reshape([unknowns, unknowns]).Solve(b.Flatten()).Reshape(new Shape(rest));
        }

        /// <summary>The inverse of the map that A is from its last axes to its first ones.</summary>
        /// <param name="axes">How many axes come first; from 1.</param>
        /// <exception cref="ShapeMismatchException">The first and the other axes have not the same number of elements.</exception>
        /// <exception cref="LinearAlgebraException">A is singular.</exception>
        [Export("linalg.tensorinv")]
        public Tensor TensorInverse(int axes = 2)
        {
            if (axes < 1 || axes > a.Rank) throw new ArgumentOutOfRangeException(nameof(axes), axes, $"Of {a.Rank} axes, 1 to {a.Rank} can come first.");
            long[] first = [.. a.Shape.Span[..axes]], last = [.. a.Shape.Span[axes..]];
            long rows = first.Aggregate(1L, (count, extent) => count * extent);
            if (rows * rows != a.Count) throw new ShapeMismatchException($"The first {axes} axes of {a.Shape} hold {rows} elements, the others {(rows == 0 ? 0 : a.Count / rows)}; they must be equal.");
            return a.Reshape([rows, rows]).Inverse().Reshape(new Shape([.. last, .. first]));
        }

        /// <summary>Rows 1, x, x², ... of a Vandermonde matrix: [..., M] gives [..., M, N].</summary>
        /// <param name="columns">N; M when omitted.</param>
        /// <exception cref="ShapeMismatchException">This is a scalar.</exception>
        [Export("linalg.vander")]
        public Tensor Vander(long? columns = null)
        {
            if (a.Rank == 0) throw new ShapeMismatchException("Vander needs at least one axis; got a scalar.");
            long n = columns ?? a.Shape[^1];
            ArgumentOutOfRangeException.ThrowIfNegative(n, nameof(columns));
            return n == 0 ? a.Unsqueeze(-1).Narrow(-1, 0, 0) : a.Unsqueeze(-1).Pow(Tensor.Arange(0, n, type: a.DType));
        }

        /// <summary>Σ aᵢ·bᵢ along an axis; the operands broadcast.</summary>
        /// <param name="b">Second factor.</param>
        /// <param name="axis">Axis.</param>
        [Export("linalg.vecdot", "vdot", "Tensor.vdot")]
        public Tensor VecDot(Tensor b, int axis = -1) => (a * b).Sum(axis);

        /// <summary>A norm of the elements along some axes, all when none are given; 0 counts the elements that are not 0.</summary>
        /// <param name="p">Exponent, ±∞ for the largest or smallest magnitude.</param>
        /// <param name="axes">Axes, all when omitted.</param>
        /// <param name="keepDims">Keep them with extent 1.</param>
        [Export("linalg.vector_norm")]
        public Tensor VectorNorm(double p = 2, int[]? axes = null, bool keepDims = false) => a.Norm(p, axes, keepDims);

        /// <summary>‖a - b‖ₚ over all elements.</summary>
        [Export("dist", "Tensor.dist")]
        public Tensor Distance(Tensor b, double p = 2) => (a - b).Norm(p);

        /// <summary>Scales each slice along an axis whose norm exceeds a bound down to it.</summary>
        /// <param name="p">Exponent of the norm, above 0.</param>
        /// <param name="axis">Axis of the slices.</param>
        /// <param name="bound">Largest norm, not negative.</param>
        [Export("renorm", "Tensor.renorm")]
        public Tensor Renorm(double p, int axis, double bound)
        {
            if (!(p > 0)) throw new ArgumentOutOfRangeException(nameof(p), p, "The exponent must be above 0.");
            if (!(bound >= 0)) throw new ArgumentOutOfRangeException(nameof(bound), bound, "The bound must not be negative.");
            axis = a.Shape.Axis(axis);
            int[] others = [.. Enumerable.Range(0, a.Rank).Where(other => other != axis)];
            if (others.Length == 0) throw new ShapeMismatchException($"Renorm needs at least two axes; got {a.Shape}.");
            Tensor norm = a.Norm(p, others, keepDims: true);
            return a * norm.Detach().Greater(bound).Where(bound / (norm + 1e-7), 1);
        }

        /// <summary>Covariance matrix of variables in rows: [D, N] observations give [D, D]; a vector gives its variance.</summary>
        /// <param name="correction">Subtracted from the number of observations; 1 gives the unbiased estimate.</param>
        /// <param name="frequencies">How often each observation counts, whole numbers [N].</param>
        /// <param name="weights">How much each observation weighs, [N].</param>
        /// <exception cref="ShapeMismatchException">There are more than two axes, or the weights do not fit.</exception>
        [Export("cov", "Tensor.cov")]
        public Tensor Covariance(int correction = 1, Tensor? frequencies = null, Tensor? weights = null)
        {
            if (a.Rank > 2) throw new ShapeMismatchException($"Covariance needs variables in rows, [D, N]; got {a.Shape}.");
            Tensor x = a.ToFloating();
            x = x.Rank == 2 ? x : x.Reshape([1, x.Count]);
            Tensor w = Tensor.Ones([x.Shape[1]], x.DType);
            foreach (Tensor? part in new[] { frequencies, weights })
            {
                if (part is null) continue;
                if (part.Rank != 1 || part.Count != x.Shape[1]) throw new ShapeMismatchException($"{x.Shape[1]} observations need as many weights; got shape {part.Shape}.");
                w *= part.To(x.DType);
            }
            Tensor total = w.Sum();
            Tensor divisor = weights is null ? total - correction : total - (correction * (w * weights.To(x.DType)).Sum() / total);
            Tensor centred = x - ((x * w).Sum(-1, keepDims: true) / total);
            Tensor c = (centred * w).MatMul(centred.T) / divisor.Clamp(low: 0);
            return a.Rank == 2 ? c : c.Squeeze();
        }

        /// <summary>Correlation matrix of variables in rows, in [-1, 1]; 1 for a vector.</summary>
        /// <exception cref="ShapeMismatchException">There are more than two axes.</exception>
        [Export("corrcoef", "Tensor.corrcoef")]
        public Tensor CorrelationCoefficients()
        {
            Tensor c = a.Covariance();
            if (c.Rank == 0) return c / c;
            Tensor deviation = Matrices.Diagonal(c).Sqrt();
            return (c / deviation.Unsqueeze(-1) / deviation.Unsqueeze(0)).Clamp(-1, 1);
        }
    }
}
