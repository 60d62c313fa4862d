namespace Nabla;

/// <summary>log(x / (1 - x)), the inverse of the sigmoid. ∂x = g / (x·(1 - x)).</summary>
internal sealed record LogitOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => (x / (1 - x)).Log();

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / (x * (1 - x));
}

/// <summary>Logits.</summary>
public static class LogitExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, log(x / (1 - x)), the inverse of the sigmoid. Integers become float32.</summary>
        /// <param name="epsilon">Values are first brought to epsilon..1 - epsilon; null leaves them, which gives infinities at 0 and 1 and NaN outside.</param>
        /// <exception cref="ArgumentOutOfRangeException">epsilon is not in 0..0.5.</exception>
        [Export("logit", "Tensor.logit")]
        public Tensor Logit(double? epsilon = null)
        {
            if (epsilon is not (null or (>= 0 and <= 0.5))) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "The bound of a logit must be in 0..0.5.");
            x = x.ToFloating();
            return new LogitOp().Apply(epsilon is { } least ? x.Clamp(least, 1 - least) : x);
        }
    }
}
