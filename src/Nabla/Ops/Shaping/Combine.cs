namespace Nabla;

/// <summary>One tensor out of several, and several brought to one shape.</summary>
public static class CombineExtensions
{
    extension(Tensor)
    {
        /// <summary>Views of all tensors in their common shape.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("broadcast_tensors")]
        public static Tensor[] BroadcastTensors(params IReadOnlyList<Tensor> tensors)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            Shape common = tensors.Aggregate(Shape.Scalar, (shape, tensor) => Shape.Broadcast(shape, tensor.Shape));
            return [.. tensors.Select(tensor => tensor.BroadcastTo(common))];
        }

        /// <summary>Matrices along the diagonal of one of zeros; a vector counts as a row, a scalar as 1x1.</summary>
        /// <exception cref="ShapeMismatchException">One has more than two axes.</exception>
        [Export("block_diag")]
        public static Tensor BlockDiag(params IReadOnlyList<Tensor> blocks)
        {
            ArgumentNullException.ThrowIfNull(blocks);
            Tensor[] parts = [.. blocks.Select(block => block.Rank <= 2 ? block.AtLeast2d() : throw new ShapeMismatchException($"A block is a matrix; got shape {block.Shape}.", nameof(blocks)))];
            long columns = parts.Sum(part => part.Shape[1]), left = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                long width = parts[i].Shape[1];
                parts[i] = parts[i].Pad([left, columns - left - width]);
                left += width;
            }
            return parts.Length == 0 ? Tensor.Zeros([1, 0]) : Tensor.Cat(parts, 0);
        }

        /// <summary>All tuples with one element of each vector, one row each, the last element changing fastest; of one vector, itself.</summary>
        /// <exception cref="ShapeMismatchException">One is no vector.</exception>
        [Export("cartesian_prod")]
        public static Tensor CartesianProduct(params IReadOnlyList<Tensor> vectors)
        {
            ArgumentNullException.ThrowIfNull(vectors);
            if (vectors.Count == 0) throw new ArgumentException("There is no vector to combine.", nameof(vectors));
            foreach (Tensor vector in vectors)
            {
                if (vector.Rank != 1) throw new ShapeMismatchException($"CartesianProduct takes vectors; got shape {vector.Shape}.", nameof(vectors));
            }
            return vectors.Count == 1 ? vectors[0] : Tensor.Stack([.. Tensor.MeshGrid(vectors).Select(grid => grid.Ravel())], -1);
        }

        /// <summary>Side by side as columns: a vector is a column.</summary>
        /// <exception cref="ShapeMismatchException">The other axes differ.</exception>
        [Export("column_stack")]
        public static Tensor ColumnStack(params IReadOnlyList<Tensor> tensors)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            return Tensor.HStack([.. tensors.Select(tensor => tensor.Rank <= 1 ? tensor.Reshape([tensor.Count, 1]) : tensor)]);
        }

        /// <summary>Behind each other along the third axis, after each got three axes as by AtLeast3d.</summary>
        /// <exception cref="ShapeMismatchException">The other axes differ.</exception>
        [Export("dstack")]
        public static Tensor DStack(params IReadOnlyList<Tensor> tensors)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            return Tensor.Cat([.. tensors.Select(tensor => tensor.AtLeast3d())], 2);
        }
    }
}
