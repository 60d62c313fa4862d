namespace Nabla;

/// <summary>Multiplies by a random mask that is 0 with probability p and 1/(1-p) otherwise; linear, so the gradient takes the same mask.</summary>
internal static class DropoutMask
{
    /// <summary>A mask of the given shape.</summary>
    public static Tensor Draw(Shape shape, double probability, Tensor like, Generator generator)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor mask = Tensor.Empty(shape, like.DType == DType.Float64 ? DType.Float64 : DType.Float32, like.Backend);
        if (!mask.HasData) return mask;
        generator.Keep(mask, probability);
        return mask.MultiplyInPlace(probability < 1 ? 1 / (1 - probability) : 0);
    }
}
