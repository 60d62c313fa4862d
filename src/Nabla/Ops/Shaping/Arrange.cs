namespace Nabla;

/// <summary>Putting tensors into the form that another step wants.</summary>
public static class ArrangeExtensions
{
    extension(Tensor x)
    {
        /// <summary>One axis with all elements in order; a view where the layout allows it.</summary>
        [Export("ravel", "Tensor.ravel")]
        public Tensor Ravel() => x.Reshape([x.Count]);

        /// <summary>The same elements in the shape of another tensor.</summary>
        /// <exception cref="ShapeMismatchException">The numbers of elements differ.</exception>
        [Export("Tensor.reshape_as")]
        public Tensor ReshapeAs(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return x.Reshape(other.Shape);
        }

        /// <summary>Columns in reverse order (axis 1).</summary>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        [Export("fliplr", "Tensor.fliplr")]
        public Tensor FlipLeftRight() => Least(x, 2, "FlipLeftRight").Flip(1);

        /// <summary>Rows in reverse order (axis 0).</summary>
        /// <exception cref="ShapeMismatchException">This is a scalar.</exception>
        [Export("flipud", "Tensor.flipud")]
        public Tensor FlipUpDown() => Least(x, 1, "FlipUpDown").Flip(0);

        /// <summary>A view with at least one axis.</summary>
        [Export("atleast_1d")]
        public Tensor AtLeast1d() => x.Rank == 0 ? x.Reshape([1]) : x;

        /// <summary>A view with at least two axes: a vector becomes a row.</summary>
        [Export("atleast_2d")]
        public Tensor AtLeast2d() => x.Rank >= 2 ? x : x.AtLeast1d().Unsqueeze(0);

        /// <summary>A view with at least three axes: a vector becomes [1, N, 1], a matrix [M, N, 1].</summary>
        [Export("atleast_3d")]
        public Tensor AtLeast3d() => x.Rank >= 3 ? x : x.AtLeast2d().Unsqueeze(-1);

        /// <summary>The elements, in order, on a diagonal of a square matrix of zeros.</summary>
        /// <param name="offset">0 is the main diagonal, above it positive.</param>
        [Export("diagflat", "Tensor.diagflat")]
        public Tensor DiagFlat(int offset = 0) => x.Ravel().DiagEmbed(offset);

        /// <summary>Positions of the elements that are not zero, one row each, [K, Rank].</summary>
        [Export("argwhere", "Tensor.argwhere")]
        public Tensor ArgWhere() => x.NonZero();

        /// <summary>Cuts an axis into a number of pieces whose sizes differ by at most one, the larger ones first; views.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the number is not positive.</exception>
        [Export("tensor_split", "Tensor.tensor_split")]
        public Tensor[] TensorSplit(int pieces, int axis = 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
            long n = Least(x, 1, "TensorSplit").Shape[axis = x.Shape.Axis(axis)];
            (long size, long larger) = Math.DivRem(n, pieces);
            return x.Split([.. Enumerable.Range(0, pieces).Select(i => i < larger ? size + 1 : size)], axis);
        }

        /// <summary>Cuts an axis before each of the given positions; negative ones count from the end, those beyond it give empty pieces. Views.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        public Tensor[] TensorSplit(IReadOnlyList<long> positions, int axis = 0)
        {
            ArgumentNullException.ThrowIfNull(positions);
            long n = Least(x, 1, "TensorSplit").Shape[axis = x.Shape.Axis(axis)], start = 0;
            Tensor[] parts = new Tensor[positions.Count + 1];
            for (int i = 0; i < parts.Length; i++)
            {
                long end = i == positions.Count ? n : Math.Clamp(positions[i] < 0 ? positions[i] + n : positions[i], 0, n);
                parts[i] = x.Narrow(axis, start, Math.Max(0, end - start));
                start = end;
            }
            return parts;
        }

        /// <summary>Pieces along columns (axis 1; axis 0 of a vector), all of the same size; views.</summary>
        /// <exception cref="ArgumentException">The axis does not divide by the number.</exception>
        [Export("hsplit", "Tensor.hsplit")]
        public Tensor[] HSplit(int pieces) => Even(Least(x, 1, "HSplit"), pieces, x.Rank == 1 ? 0 : 1);

        /// <summary>Pieces along rows (axis 0), all of the same size; views.</summary>
        /// <exception cref="ArgumentException">The axis does not divide by the number.</exception>
        [Export("vsplit", "Tensor.vsplit")]
        public Tensor[] VSplit(int pieces) => Even(Least(x, 2, "VSplit"), pieces, 0);

        /// <summary>Pieces along depth (axis 2), all of the same size; views.</summary>
        /// <exception cref="ArgumentException">The axis does not divide by the number.</exception>
        [Export("dsplit", "Tensor.dsplit")]
        public Tensor[] DSplit(int pieces) => Even(Least(x, 3, "DSplit"), pieces, 2);

        /// <summary>Whether each element is among others; bool, of this shape. O((n + m) log m).</summary>
        /// <param name="among">The elements looked for.</param>
        /// <param name="invert">Whether each is not among them.</param>
        [Export("isin")]
        public Tensor IsIn(Tensor among, bool invert = false)
        {
            ArgumentNullException.ThrowIfNull(among);
            if (among.Count == 0) return invert ? Tensor.Ones(x.Shape, DType.Bool) : Tensor.Zeros(x.Shape, DType.Bool);
            (Tensor a, Tensor b) = Promotion.Align(x.Detach(), among.Detach());
            Tensor sorted = b.Ravel().Sort().Values;
            Tensor found = sorted.IndexSelect(0, sorted.SearchSorted(a.Ravel()).Clamp(high: sorted.Count - 1)).Reshape(x.Shape).Equal(a);
            return invert ? found.LogicalNot() : found;
        }

        /// <summary>Area under samples along an axis by the trapezoidal rule.</summary>
        /// <param name="spacing">Distance between samples.</param>
        /// <param name="axis">Axis.</param>
        [Export("trapezoid", "trapz")]
        public Tensor Trapezoid(double spacing = 1, int axis = -1) => Panels(x, axis).Sum(axis) * spacing;

        /// <summary>Area under samples at given places along the last axis by the trapezoidal rule.</summary>
        /// <param name="places">Where the samples were taken; broadcasts.</param>
        public Tensor Trapezoid(Tensor places)
        {
            ArgumentNullException.ThrowIfNull(places);
            return (Panels(x, -1) * places.Diff(axis: -1)).Sum(-1);
        }

        /// <summary>Area under samples up to each one but the first.</summary>
        /// <param name="spacing">Distance between samples.</param>
        /// <param name="axis">Axis.</param>
        [Export("cumulative_trapezoid")]
        public Tensor CumulativeTrapezoid(double spacing = 1, int axis = -1) => Panels(x, axis).CumSum(axis) * spacing;
    }

    private static Tensor Least(Tensor x, int rank, string op) =>
        x.Rank >= rank ? x : throw new ShapeMismatchException($"{op} needs at least {rank} axes; got shape {x.Shape}.");

    private static Tensor[] Even(Tensor x, int pieces, int axis)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
        if (x.Shape[axis] % pieces != 0) throw new ArgumentException($"Axis {axis} of shape {x.Shape} does not divide into {pieces} pieces.", nameof(pieces));
        return x.TensorSplit(pieces, axis);
    }

    /// <summary>Mean of each sample and the next.</summary>
    private static Tensor Panels(Tensor x, int axis)
    {
        Tensor y = Least(x, 1, "Trapezoid").ToFloating();
        axis = y.Shape.Axis(axis);
        long n = y.Shape[axis];
        return n < 2 ? y.Narrow(axis, 0, 0) : (y.Narrow(axis, 0, n - 1) + y.Narrow(axis, 1, n - 1)) / 2;
    }
}
