namespace Nabla;

/// <summary>Tests for one of the infinities, and for the sign.</summary>
public static class IsSignedInfinityExtensions
{
    extension(Tensor x)
    {
        /// <summary>Where the value is +∞; a bool tensor.</summary>
        [Export("isposinf", "Tensor.isposinf")]
        public Tensor IsPositiveInfinity() => x.DType.IsFloating() ? x.Equal(double.PositiveInfinity) : Tensor.Zeros(x.Shape, DType.Bool, x.Backend);

        /// <summary>Where the value is -∞; a bool tensor.</summary>
        [Export("isneginf", "Tensor.isneginf")]
        public Tensor IsNegativeInfinity() => x.DType.IsFloating() ? x.Equal(double.NegativeInfinity) : Tensor.Zeros(x.Shape, DType.Bool, x.Backend);

        /// <summary>Where the sign bit is set: negative numbers, -0 and negative NaN; a bool tensor.</summary>
        [Export("signbit", "Tensor.signbit")]
        public Tensor SignBit() => x.DType.IsFloating() ? Tensor.Ones([], x.DType, x.Backend).CopySign(x.Detach()).Less(0) : x.Less(0);
    }
}
