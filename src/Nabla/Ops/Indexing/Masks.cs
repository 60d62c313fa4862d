namespace Nabla;

/// <summary>Elements of x where a mask of its shape is true; inputs x, mask. ∂x has them back in their places.</summary>
internal sealed record MaskedSelectOp : BinaryOp
{
    public override Keep Keeps => Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Tensor packed = a.Contiguous().Alias(), mask = b.Contiguous().Alias();
        return a.Backend.MaskedSelect(packed, mask);
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => Tensor.Zeros(a.Shape, g.DType, g.Backend).MaskedScatter(b, g);
}

/// <summary>Positions [count, rank] of the elements that are not 0.</summary>
internal sealed record NonZeroOp : UnaryOp
{
    public override string? NoGradient => "positions are integers";

    protected override Tensor Forward(Tensor x)
    {
        using Tensor mask = (x.DType == DType.Bool ? x.Contiguous() : x.NotEqual(0)).Alias();
        return x.Backend.NonZero(mask);
    }
}

/// <summary>Selecting and storing by a mask.</summary>
public static class MaskExtensions
{
    extension(Tensor x)
    {
        /// <summary>A value where the mask is true, x elsewhere; broadcasts the mask and keeps the dtype.</summary>
        /// <exception cref="ArgumentException">The mask is not bool.</exception>
        [Export("masked_fill", "Tensor.masked_fill")]
        public Tensor MaskedFill(Tensor mask, Scalar value) => x.MaskedFill(mask, Tensor.Full(Shape.Scalar, value, x.DType, x.Backend));

        /// <summary>A rank-0 value where the mask is true, x elsewhere; broadcasts the mask and keeps the dtype.</summary>
        /// <exception cref="ArgumentException">The mask is not bool, or the value is not a scalar.</exception>
        public Tensor MaskedFill(Tensor mask, Tensor value)
        {
            CheckMask(mask);
            if (value.Rank != 0) throw new ShapeMismatchException($"MaskedFill takes one value; got shape {value.Shape}.", nameof(value));
            return mask.Where(value.To(x.DType), x);
        }

        /// <summary>The elements where the mask is true, in order; 1-D. x and mask broadcast.</summary>
        /// <exception cref="ArgumentException">The mask is not bool.</exception>
        [Export("masked_select", "Tensor.masked_select")]
        public Tensor MaskedSelect(Tensor mask)
        {
            CheckMask(mask);
            Shape common = Shape.Broadcast(x.Shape, mask.Shape);
            return new MaskedSelectOp().Apply(x.BroadcastTo(common), mask.BroadcastTo(common));
        }

        /// <summary>x with consecutive elements of <paramref name="source"/> stored where the mask is true; x and mask broadcast.</summary>
        /// <exception cref="ArgumentException">The mask is not bool, or the source has fewer elements than the mask is true.</exception>
        [Export("masked_scatter", "Tensor.masked_scatter")]
        public Tensor MaskedScatter(Tensor mask, Tensor source)
        {
            CheckMask(mask);
            Shape common = Shape.Broadcast(x.Shape, mask.Shape);
            Tensor positions = mask.BroadcastTo(common).Flatten().NonZero().Reshape(-1);
            if (source.Count < positions.Count)
                throw new ArgumentException($"The mask is true {positions.Count} times; the source of shape {source.Shape} has only {source.Count} elements.", nameof(source));
            return x.BroadcastTo(common).Flatten().IndexCopy(0, positions, source.Flatten().Narrow(0, 0, positions.Count)).Reshape(common);
        }

        /// <summary>Positions [count, rank] of the elements that are not 0, row by row; int64.</summary>
        [Export("nonzero", "Tensor.nonzero")]
        public Tensor NonZero() => new NonZeroOp().Apply(x);
    }

    private static void CheckMask(Tensor mask)
    {
        if (mask.DType != DType.Bool) throw new ArgumentException($"A mask must be bool; got {mask.DType.Name()}.", nameof(mask));
    }
}
