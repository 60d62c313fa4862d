namespace Nabla;

/// <summary>A row-major copy.</summary>
internal sealed record CloneOp : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        Tensor y = x.EmptyLike();
        x.Backend.Copy(x, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g;
}

/// <summary>Copies.</summary>
public static class CloneExtensions
{
    extension(Tensor x)
    {
        /// <summary>A row-major copy; gradients flow through.</summary>
        [Export("clone", "Tensor.clone")]
        public Tensor Clone() => new CloneOp().Apply(x);

        /// <summary>The tensor itself when it is row-major without gaps, a copy otherwise.</summary>
        [Export("Tensor.contiguous")]
        public Tensor Contiguous() => x.IsContiguous ? x : x.Clone();
    }
}
