namespace Nabla;

/// <summary>Indexing with numbers, ranges, masks and index tensors, with PyTorch's rules.</summary>
public static class IndexExtensions
{
    extension(Tensor x)
    {
        /// <summary>The elements that an index names: a view if there are no tensors in it, else a copy.</summary>
        /// <remarks>
        /// Index tensors broadcast against each other; their axes stand where the first of them stood, or come first if other
        /// axes lie between them. A bool mask stands for the index tensors of its true positions.
        /// </remarks>
        /// <exception cref="ArgumentException">There are more parts than axes, or two ellipses.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A position does not exist.</exception>
        /// <exception cref="ShapeMismatchException">A mask has another shape than its axes, or index tensors do not broadcast.</exception>
        [Export("Tensor.index")]
        public Tensor Index(params ReadOnlySpan<TensorIndex> index)
        {
            (Tensor view, Tensor?[] tensors) = Basic(x, index);
            return tensors.All(tensor => tensor is null) ? view : Advanced(view, tensors);
        }

        /// <summary>A copy of x in which the elements that an index names are replaced, or added to.</summary>
        /// <param name="values">Broadcasts to the shape of what the index names.</param>
        /// <param name="accumulate">Add; elements named more than once receive all their values. Else the last stays.</param>
        /// <param name="index">As for <see cref="Index"/>.</param>
        /// <exception cref="ShapeMismatchException">The values do not broadcast.</exception>
        [Export("index_put", "Tensor.index_put")]
        public Tensor IndexPut(Tensor values, bool accumulate, params ReadOnlySpan<TensorIndex> index)
        {
            long[] all = new long[x.Count];
            for (long i = 0; i < all.Length; i++) all[i] = i;
            Tensor places = Tensor.Of(all.AsSpan(), x.Shape, x.Backend).Index(index);
            if (Shape.Broadcast(values.Shape, places.Shape) != places.Shape)
                throw new ShapeMismatchException($"Values of shape {values.Shape} do not broadcast to the indexed shape {places.Shape}.", nameof(values));
            Tensor flat = x.Flatten(), positions = places.Flatten(), source = values.To(x.DType).BroadcastTo(places.Shape).Flatten();
            flat = accumulate ? flat.IndexAdd(0, positions, source) : flat.IndexCopy(0, positions, source);
            return flat.Reshape(x.Shape);
        }
    }

    /// <summary>Applies positions, ranges and new axes as views; what is left are the tensors, one entry an axis of the view.</summary>
    internal static (Tensor View, Tensor?[] Tensors) Basic(Tensor x, ReadOnlySpan<TensorIndex> index)
    {
        int taken = 0, ellipses = 0;
        foreach (TensorIndex part in index)
        {
            taken += part.Kind switch
            {
                TensorIndexKind.Ellipsis or TensorIndexKind.NewAxis => 0,
                TensorIndexKind.Tensor when part.Tensor!.DType == DType.Bool => part.Tensor.Rank,
                _ => 1,
            };
            if (part.Kind == TensorIndexKind.Ellipsis) ellipses++;
        }
        if (ellipses > 1) throw new ArgumentException("An index can have only one ellipsis.", nameof(index));
        if (taken > x.Rank) throw new ArgumentException($"The index takes {taken} axes; the tensor of shape {x.Shape} has {x.Rank}.", nameof(index));

        List<Tensor?> tensors = [];
        int axis = 0;
        foreach (TensorIndex part in index)
        {
            switch (part.Kind)
            {
                case TensorIndexKind.Position:
                    x = x.Select(axis, part.Start);
                    break;
                case TensorIndexKind.Slice:
                    x = x.Slice(axis++, part.Start, part.Stop, part.Step);
                    tensors.Add(null);
                    break;
                case TensorIndexKind.NewAxis:
                    x = x.Unsqueeze(axis++);
                    tensors.Add(null);
                    break;
                case TensorIndexKind.Ellipsis:
                    int rest = x.Rank - axis - Remaining(index, part);
                    tensors.AddRange(new Tensor?[rest]);
                    axis += rest;
                    break;
                default:
                    Tensor tensor = part.Tensor!;
                    if (tensor.DType != DType.Bool)
                    {
                        tensors.Add(Indices.Check(x, tensor));
                        axis++;
                        break;
                    }
                    if (tensor.Rank == 0)
                    {
                        // A single truth value adds an axis of extent 1 or 0.
                        x = x.Unsqueeze(axis++);
                        tensors.Add(Tensor.Zeros([tensor.Item<bool>() ? 1 : 0], DType.Int64, x.Backend));
                        break;
                    }
                    for (int i = 0; i < tensor.Rank; i++)
                    {
                        if (tensor.Shape[i] != x.Shape[axis + i])
                            throw new ShapeMismatchException($"A mask of shape {tensor.Shape} does not fit the axes from {axis} on of shape {x.Shape}.", nameof(index));
                    }
                    Tensor positions = tensor.NonZero();
                    for (int i = 0; i < tensor.Rank; i++) tensors.Add(positions.Select(1, i));
                    axis += tensor.Rank;
                    break;
            }
        }
        while (tensors.Count < x.Rank) tensors.Add(null);
        return (x, [.. tensors]);
    }

    /// <summary>How many axes the parts behind the ellipsis take.</summary>
    private static int Remaining(ReadOnlySpan<TensorIndex> index, TensorIndex ellipsis)
    {
        int count = 0;
        bool behind = false;
        foreach (TensorIndex part in index)
        {
            if (part.Kind == ellipsis.Kind) behind = true;
            else if (behind && part.Kind != TensorIndexKind.NewAxis)
                count += part.Kind == TensorIndexKind.Tensor && part.Tensor!.DType == DType.Bool ? part.Tensor.Rank : 1;
        }
        return count;
    }

    private static Tensor Advanced(Tensor x, Tensor?[] tensors)
    {
        int[] indexed = [.. Enumerable.Range(0, tensors.Length).Where(i => tensors[i] is not null)];
        int[] others = [.. Enumerable.Range(0, tensors.Length).Where(i => tensors[i] is null)];
        Shape common = Shape.Scalar;
        foreach (int axis in indexed) common = Shape.Broadcast(common, tensors[axis]!.Shape);

        Tensor positions = Flatten(x, tensors, indexed, common);
        Shape rest = new([.. others.Select(axis => x.Shape[axis])]);
        long rows = 1;
        foreach (int axis in indexed) rows *= x.Shape[axis];
        Tensor y = x.Permute([.. indexed, .. others]).Reshape(new Shape([rows, .. rest.Span])).IndexSelect(0, positions).Reshape(new Shape([.. common.Span, .. rest.Span]));

        bool adjacent = indexed[^1] - indexed[0] == indexed.Length - 1;
        int lead = indexed[0];
        if (!adjacent || lead == 0) return y;
        int wide = common.Rank;
        return y.Permute([.. Enumerable.Range(wide, lead), .. Enumerable.Range(0, wide), .. Enumerable.Range(wide + lead, rest.Rank - lead)]);
    }

    /// <summary>Row numbers within the indexed axes, flattened; each position is checked against its own axis.</summary>
    private static Tensor Flatten(Tensor x, Tensor?[] tensors, int[] indexed, Shape common)
    {
        long[] rows = new long[common.Count];
        foreach (int axis in indexed)
        {
            long n = x.Shape[axis];
            Tensor wide = tensors[axis]!.BroadcastTo(common);
            long[] positions = wide.HasData ? wide.ToArray<long>() : new long[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                long position = positions[i];
                if (position < -n || position >= n)
                    throw new ArgumentOutOfRangeException(nameof(tensors), position, $"Position {position} is outside axis {axis} of shape {x.Shape}; expected {-n}..{n - 1}.");
                rows[i] = (rows[i] * n) + (position < 0 ? position + n : position);
            }
        }
        return Tensor.Of(rows.AsSpan(), [rows.Length], x.Backend);
    }
}
