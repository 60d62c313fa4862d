using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, 1/x.</summary>
internal sealed record ReciprocalOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ReciprocalKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => -(g * y * y);
}

/// <summary>Element by element, 1/x.</summary>
public static class ReciprocalExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, 1/x. Integers become float32.</summary>
        [Export("reciprocal", "Tensor.reciprocal")]
        public Tensor Reciprocal() => new ReciprocalOp().Apply(x.ToFloating());
    }
}
