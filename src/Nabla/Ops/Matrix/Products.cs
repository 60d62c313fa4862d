namespace Nabla;

/// <summary>Products with ranks that are checked, and sums with a product. All lead to <see cref="MatMulExtensions"/>.</summary>
public static class ProductExtensions
{
    extension(Tensor a)
    {
        /// <summary>[M, K]·[K, N].</summary>
        /// <exception cref="ShapeMismatchException">The operands are not such matrices.</exception>
        [Export("mm", "Tensor.mm")]
        public Tensor Mm(Tensor b) => Ranks(a, 2, b, 2).MatMul(b);

        /// <summary>[B, M, K]·[B, K, N], batch by batch.</summary>
        /// <exception cref="ShapeMismatchException">The operands are not such batches.</exception>
        [Export("bmm", "Tensor.bmm")]
        public Tensor Bmm(Tensor b)
        {
            Ranks(a, 3, b, 3);
            return a.Shape[0] == b.Shape[0] ? a.MatMul(b) : throw new ShapeMismatchException($"Bmm of {a.Shape} and {b.Shape}: the batch extents differ.", nameof(b));
        }

        /// <summary>[M, K]·[K].</summary>
        /// <exception cref="ShapeMismatchException">The operands are not a matrix and a vector.</exception>
        [Export("mv", "Tensor.mv")]
        public Tensor Mv(Tensor b) => Ranks(a, 2, b, 1).MatMul(b);

        /// <summary>Σ aᵢ·bᵢ of two vectors.</summary>
        /// <exception cref="ShapeMismatchException">The operands are not vectors of one length.</exception>
        [Export("dot", "Tensor.dot")]
        public Tensor Dot(Tensor b) => Ranks(a, 1, b, 1).MatMul(b);

        /// <summary>aᵢ·bⱼ of two vectors; [M, N].</summary>
        /// <exception cref="ShapeMismatchException">The operands are not vectors.</exception>
        [Export("outer", "Tensor.outer", "ger", "Tensor.ger", Deprecated = ["ger", "Tensor.ger"])]
        public Tensor Outer(Tensor b) => Ranks(a, 1, b, 1).Unsqueeze(1) * b;

        /// <summary>beta·x + alpha·(a·b) for matrices; x broadcasts, and is not read when beta is 0.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
        [Export("addmm", "Tensor.addmm")]
        public Tensor AddMm(Tensor first, Tensor second, double beta = 1, double alpha = 1) => Combine(a, first.Mm(second), beta, alpha);

        /// <summary>beta·x + alpha·(a·b) for a matrix and a vector.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
        [Export("addmv", "Tensor.addmv")]
        public Tensor AddMv(Tensor matrix, Tensor vector, double beta = 1, double alpha = 1) => Combine(a, matrix.Mv(vector), beta, alpha);

        /// <summary>beta·x + alpha·(a·b), batch by batch.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
        [Export("baddbmm", "Tensor.baddbmm")]
        public Tensor BAddBmm(Tensor first, Tensor second, double beta = 1, double alpha = 1) => Combine(a, first.Bmm(second), beta, alpha);

        /// <summary>beta·x + alpha·Σ(a·b), summed over the batches.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
        [Export("addbmm", "Tensor.addbmm")]
        public Tensor AddBmm(Tensor first, Tensor second, double beta = 1, double alpha = 1) => Combine(a, first.Bmm(second).Sum(0), beta, alpha);

        /// <summary>beta·x + alpha·(a outer b) for vectors.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
        [Export("addr", "Tensor.addr")]
        public Tensor AddR(Tensor first, Tensor second, double beta = 1, double alpha = 1) => Combine(a, first.Outer(second), beta, alpha);

        /// <summary>Kronecker product: every element of a times the whole of b.</summary>
        [Export("kron", "Tensor.kron")]
        public Tensor Kron(Tensor b)
        {
            int rank = Math.Max(a.Rank, b.Rank);
            List<long> left = [], right = [], merged = [];
            for (int i = 0; i < rank; i++)
            {
                long m = i < rank - a.Rank ? 1 : a.Shape[i - (rank - a.Rank)], n = i < rank - b.Rank ? 1 : b.Shape[i - (rank - b.Rank)];
                left.AddRange([m, 1]);
                right.AddRange([1, n]);
                merged.Add(m * n);
            }
            return (a.Reshape(new Shape([.. left])) * b.Reshape(new Shape([.. right]))).Reshape(new Shape([.. merged]));
        }

        /// <summary>Contracts axes of a with axes of b; what is left of a comes first, then what is left of b.</summary>
        /// <param name="b">Second factor.</param>
        /// <param name="axes">Axes of a.</param>
        /// <param name="otherAxes">The matching axes of b.</param>
        /// <exception cref="ShapeMismatchException">The extents differ, or there is not one axis for each.</exception>
        [Export("tensordot")]
        public Tensor TensorDot(Tensor b, int[] axes, int[] otherAxes)
        {
            axes = axes.Length == 0 ? [] : a.Shape.Axes(axes);
            otherAxes = otherAxes.Length == 0 ? [] : b.Shape.Axes(otherAxes);
            if (!axes.Select(axis => a.Shape[axis]).SequenceEqual(otherAxes.Select(axis => b.Shape[axis])))
                throw new ShapeMismatchException($"Axes [{string.Join(", ", axes)}] of {a.Shape} and [{string.Join(", ", otherAxes)}] of {b.Shape} do not match.", nameof(otherAxes));
            int[] left = [.. Enumerable.Range(0, a.Rank).Except(axes)], right = [.. Enumerable.Range(0, b.Rank).Except(otherAxes)];
            long[] rows = [.. left.Select(axis => a.Shape[axis])], columns = [.. right.Select(axis => b.Shape[axis])];
            long inner = axes.Aggregate(1L, (count, axis) => count * a.Shape[axis]);
            Tensor x = a.Permute([.. left, .. axes]).Reshape(new Shape([Count(rows), inner]));
            Tensor y = b.Permute([.. otherAxes, .. right]).Reshape(new Shape([inner, Count(columns)]));
            return x.MatMul(y).Reshape(new Shape([.. rows, .. columns]));
        }

        /// <summary>Contracts the last <paramref name="count"/> axes of a with the first of b.</summary>
        /// <exception cref="ShapeMismatchException">The extents differ.</exception>
        public Tensor TensorDot(Tensor b, int count = 2) =>
            a.TensorDot(b, [.. Enumerable.Range(a.Rank - count, count)], [.. Enumerable.Range(0, count)]);
    }

    private static long Count(long[] extents) => extents.Aggregate(1L, (count, extent) => count * extent);

    private static Tensor Ranks(Tensor a, int first, Tensor b, int second) => a.Rank == first && b.Rank == second ? a
        : throw new ShapeMismatchException($"Operands with {first} and {second} axes are needed; got shapes {a.Shape} and {b.Shape}.");

    private static Tensor Combine(Tensor x, Tensor product, double beta, double alpha)
    {
        if (Shape.Broadcast(x.Shape, product.Shape) != product.Shape)
            throw new ShapeMismatchException($"A summand of shape {x.Shape} does not broadcast to the product's shape {product.Shape}.", nameof(x));
        if (alpha != 1) product *= alpha;
        if (beta == 0) return product;
        return (beta == 1 ? x : x * beta) + product;
    }
}
