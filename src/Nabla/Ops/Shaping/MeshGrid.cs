namespace Nabla;

/// <summary>Coordinate grids.</summary>
public static class MeshGridExtensions
{
    extension(Tensor)
    {
        /// <summary>For 1-D tensors, the coordinates of all points of their grid, one view a tensor.</summary>
        /// <param name="tensors">Coordinates along each axis.</param>
        /// <param name="columnsFirst">Exchange the first two axes of the results, as NumPy's "xy" does.</param>
        /// <exception cref="ShapeMismatchException">A tensor has more than one axis.</exception>
        [Export("meshgrid")]
        public static Tensor[] MeshGrid(IReadOnlyList<Tensor> tensors, bool columnsFirst = false)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            foreach (Tensor tensor in tensors)
            {
                if (tensor.Rank > 1) throw new ShapeMismatchException($"MeshGrid needs 1-D tensors; got {tensor.Shape}.", nameof(tensors));
            }
            Shape grid = new([.. tensors.Select(tensor => tensor.Count)]);
            Tensor[] results = new Tensor[tensors.Count];
            for (int i = 0; i < results.Length; i++)
            {
                long[] extents = [.. Enumerable.Repeat(1L, results.Length)];
                extents[i] = tensors[i].Count;
                Tensor wide = tensors[i].Reshape(new Shape(extents)).BroadcastTo(grid);
                results[i] = columnsFirst && results.Length > 1 ? wide.Transpose(0, 1) : wide;
            }
            return results;
        }
    }
}
