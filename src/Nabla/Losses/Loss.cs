namespace Nabla;

/// <summary>A loss of predictions and targets with fixed options. It holds no weights of its own, so it needs no place in a model.</summary>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.Loss")]
public abstract class Loss(LossReduction reduction)
{
    /// <summary>How the losses of single elements become one number.</summary>
    public LossReduction Reduction { get; } = reduction;

    /// <summary>The loss.</summary>
    /// <param name="x">What the model says.</param>
    /// <param name="target">What was wanted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public abstract Tensor Call(Tensor x, Tensor target);
}
