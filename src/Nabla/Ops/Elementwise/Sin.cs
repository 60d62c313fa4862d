using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the sine.</summary>
internal sealed record SinOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SinKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * x.Cos();
}

/// <summary>Element by element, the sine.</summary>
public static class SinExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the sine. Integers become float32.</summary>
        [Export("sin", "Tensor.sin")]
        public Tensor Sin() => new SinOp().Apply(x.ToFloating());
    }
}
