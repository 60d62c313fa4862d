using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>aᵇ, element by element. ∂a = g·b·aᵇ⁻¹, ∂b = g·aᵇ·log a; both 0 where a power does not change.</summary>
internal sealed record PowOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B | Keep.Output;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new PowerKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => b.Equal(0).Where(0, g * (b * a.Pow(b - 1)));

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => a.Equal(0).LogicalAnd(b >= 0).Where(0, g * (y * a.Log()));
}

/// <summary>x to a fixed power, of reals. ∂x = g·p·xᵖ⁻¹.</summary>
internal sealed record PowScalarOp(double Exponent) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new PowerScalarKernel(Exponent), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) =>
        Exponent == 0 ? Tensor.Zeros(x.Shape, x.DType, x.Backend) : g * (x.Pow(Exponent - 1) * Exponent);
}

/// <summary>Powers.</summary>
public static class PowExtensions
{
    extension(Tensor a)
    {
        /// <summary>aᵇ, element by element. Broadcasts and promotes; integers wrap, and to negative powers truncate.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("pow", "Tensor.pow")]
        public Tensor Pow(Tensor b)
        {
            (a, b) = Promotion.Align(a, b);
            return new PowOp().Apply(a, b);
        }

        /// <summary>aᵇ for one exponent.</summary>
        /// <exception cref="ArgumentOutOfRangeException">An integer tensor to a negative integer power.</exception>
        public Tensor Pow(Scalar b)
        {
            DType type = b.PromoteWith(a.DType);
            if (type.IsFloating()) return new PowScalarOp(b.ToDouble()).Apply(a.To(type));
            if (b.ToInt64() < 0)
                throw new ArgumentOutOfRangeException(nameof(b), b.ToInt64(), "Integers have no negative integer powers; convert the tensor to floating point first.");
            return a.Pow(a.Lift(b));
        }

        /// <summary>A number to the powers in a tensor.</summary>
        public static Tensor Pow(Scalar value, Tensor exponent) => exponent.Lift(value).Pow(exponent);

        /// <summary>aᵇ in float64.</summary>
        [Export("float_power", "Tensor.float_power")]
        public static Tensor FloatPower(Tensor value, Tensor exponent) => value.To(DType.Float64).Pow(exponent.To(DType.Float64));

        /// <summary>a · 2ᵇ.</summary>
        [Export("ldexp", "Tensor.ldexp")]
        public static Tensor LdExp(Tensor value, Tensor exponent) => value * Tensor.Pow(2.0, exponent);
    }
}
