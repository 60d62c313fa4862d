namespace Nabla;

/// <summary>Conversion to another dtype; the gradient is converted back.</summary>
internal sealed record ToOp(DType Type) : UnaryOp
{
    public override string? NoGradient => Type.IsFloating() ? null : "integers and truth values have no derivative";

    protected override Tensor Forward(Tensor x)
    {
        Tensor y = x.EmptyLike(Type);
        x.Backend.Copy(x, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g.To(x.DType);
}

/// <summary>Conversions of the element type.</summary>
public static class ToExtensions
{
    extension(Tensor x)
    {
        /// <summary>The values as another dtype: reals truncate to integers, anything but 0 is true. The tensor itself when nothing changes.</summary>
        [Export("Tensor.to")]
        public Tensor To(DType type) => x.DType == type ? x : new ToOp(type).Apply(x);

        /// <summary>As float32.</summary>
        [Export("Tensor.float")]
        public Tensor ToFloat32() => x.To(DType.Float32);

        /// <summary>As float64.</summary>
        [Export("Tensor.double")]
        public Tensor ToFloat64() => x.To(DType.Float64);

        /// <summary>As int64.</summary>
        [Export("Tensor.long")]
        public Tensor ToInt64() => x.To(DType.Int64);
    }
}
