using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>~x of integers, the opposite of truth values.</summary>
internal sealed record BitwiseNotOp : UnaryOp
{
    public override string? NoGradient => "integers and truth values have no derivative";

    protected override Tensor Forward(Tensor x) => x.DType == DType.Bool ? Map.Unary(new BooleanNotKernel(), x) : Map.Unary(new BitwiseNotKernel(), x);
}

/// <summary>~x of integers, the opposite of truth values.</summary>
public static class BitwiseNotExtensions
{
    extension(Tensor x)
    {
        /// <summary>~x of integers, the opposite of truth values.</summary>
        /// <exception cref="ArgumentException">The tensor is floating point.</exception>
        [Export("bitwise_not", "Tensor.bitwise_not")]
        public Tensor BitwiseNot() => x.DType.IsFloating()
            ? throw new ArgumentException($"BitwiseNot needs integers or truth values; got {x.DType.Name()}.", nameof(x))
            : new BitwiseNotOp().Apply(x);

        /// <summary>~x of integers, the opposite of truth values.</summary>
        public static Tensor operator ~(Tensor y) => y.BitwiseNot();
    }
}
