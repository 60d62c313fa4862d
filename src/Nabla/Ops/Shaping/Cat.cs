namespace Nabla;

/// <summary>Tensors laid side by side along an axis. The gradient of each is its part.</summary>
internal sealed record CatOp(int Axis) : NaryOp
{
    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor first = inputs[0];
        long total = 0;
        foreach (Tensor input in inputs) total += input.Shape[Axis];
        Tensor y = Tensor.Empty(first.Shape.With(Axis, total), first.DType, first.Backend);
        long start = 0;
        foreach (Tensor input in inputs)
        {
            long length = input.Shape[Axis];
            using Tensor window = y.View(input.Shape, y.StrideArray, y.Offset + (length == 0 ? 0 : start * y.StrideArray[Axis]));
            if (y.HasData) y.Backend.Copy(input, window);
            start += length;
        }
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        long start = 0;
        for (int i = 0; i < context.Count; i++)
        {
            long length = context.Input(i).Shape[Axis];
            if (context.Needs(i)) context.Set(i, context.Grad.Narrow(Axis, start, length));
            start += length;
        }
    }
}

/// <summary>Joining tensors.</summary>
public static class CatExtensions
{
    extension(Tensor)
    {
        /// <summary>Tensors side by side along an axis; the other extents agree. Promotes; a 1-D tensor without elements joins anything.</summary>
        /// <exception cref="ArgumentException">There are no tensors.</exception>
        /// <exception cref="ShapeMismatchException">Extents other than the axis's differ.</exception>
        [Export("cat", "concat", "concatenate")]
        public static Tensor Cat(IReadOnlyList<Tensor> tensors, int axis = 0)
        {
            Tensor[] parts = Aligned(tensors);
            parts = [.. parts.Where(part => part.Shape != [0])];
            if (parts.Length == 0) return tensors[0];
            Tensor first = parts[0];
            if (first.Rank == 0) throw new ShapeMismatchException("Scalars have no axis to join; use Stack.", nameof(tensors));
            axis = first.Shape.Axis(axis);
            foreach (Tensor part in parts)
            {
                if (part.Rank != first.Rank || part.Shape.Without(axis) != first.Shape.Without(axis))
                    throw new ShapeMismatchException($"Tensors of shapes {first.Shape} and {part.Shape} cannot be joined along axis {axis}: the other extents differ.", nameof(tensors));
            }
            return parts.Length == 1 ? first : new CatOp(axis).Apply(parts);
        }

        /// <summary>Tensors of one shape side by side along a new axis. Promotes.</summary>
        /// <exception cref="ArgumentException">There are no tensors.</exception>
        /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
        [Export("stack")]
        public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
        {
            Tensor[] parts = Aligned(tensors);
            foreach (Tensor part in parts)
            {
                if (part.Shape != parts[0].Shape)
                    throw new ShapeMismatchException($"Stack needs equal shapes; got {parts[0].Shape} and {part.Shape}.", nameof(tensors));
            }
            parts = [.. parts.Select(part => part.Unsqueeze(axis))];
            return parts.Length == 1 ? parts[0] : new CatOp(parts[0].Shape.Axis(axis)).Apply(parts);
        }

        /// <summary>Tensors side by side along the second axis, or the first of 1-D tensors.</summary>
        [Export("hstack")]
        public static Tensor HStack(IReadOnlyList<Tensor> tensors)
        {
            Tensor[] parts = [.. tensors.Select(part => part.Rank == 0 ? part.Reshape(1) : part)];
            return Tensor.Cat(parts, parts.Length > 0 && parts[0].Rank == 1 ? 0 : 1);
        }

        /// <summary>Tensors one above the other along the first axis; 1-D tensors are rows.</summary>
        [Export("vstack", "row_stack")]
        public static Tensor VStack(IReadOnlyList<Tensor> tensors) =>
            Tensor.Cat([.. tensors.Select(part => part.Rank < 2 ? part.Reshape(1, -1) : part)], 0);
    }

    private static Tensor[] Aligned(IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0) throw new ArgumentException("At least one tensor is needed.", nameof(tensors));
        DType type = tensors[0].DType;
        foreach (Tensor tensor in tensors)
        {
            if (tensor.Backend != tensors[0].Backend)
                throw new ArgumentException($"The tensors live on different backends: {tensors[0].Backend.Name} and {tensor.Backend.Name}.", nameof(tensors));
            type = DTypes.Promote(type, tensor.DType);
        }
        return [.. tensors.Select(tensor => tensor.To(type))];
    }
}
