using Nabla;

namespace CustomOp;

/// <summary>x + sin²(ax) / a, an activation that can learn periodic functions (Ziyin, Hartwig and Ueda 2020).</summary>
/// <remarks>With upstream g: ∂x = g · (1 + sin 2ax). Both directions are made of tensor operations, so the gradient can be differentiated again.</remarks>
/// <param name="Frequency">a, not 0.</param>
internal sealed record SnakeOp(double Frequency) : UnaryOp
{
    /// <summary>Backward reads the input; the output is free to go.</summary>
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => x + ((Frequency * x).Sin().Square() / Frequency);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (1 + (2 * Frequency * x).Sin());
}

/// <summary>Gives every tensor the method.</summary>
internal static class SnakeExtensions
{
    extension(Tensor x)
    {
        /// <summary>x + sin²(ax) / a, element by element.</summary>
        public Tensor Snake(double frequency = 1) => new SnakeOp(frequency).Apply(x);
    }
}
