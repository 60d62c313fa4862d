namespace Nabla.Vision;

/// <summary>Checks of what a model is given, so that a mistake is named before it reaches a layer.</summary>
internal static class ModelInput
{
    /// <summary>Are these pictures [N, channels, H, W] of at least the given size?</summary>
    /// <exception cref="ShapeMismatchException">They are not.</exception>
    public static void Check(Module model, Tensor x, int channels, int least = 1)
    {
        if (x.Rank == 4 && x.Shape[1] == channels && x.Shape[2] >= least && x.Shape[3] >= least) return;
        string size = least > 1 ? $" of at least {least}x{least}" : string.Empty;
        throw new ShapeMismatchException($"{model.GetType().Name} expects pictures [N, {channels}, H, W]{size}; got {x.Shape}.", nameof(x));
    }

    /// <summary>Are these pictures [N, channels, size, size]?</summary>
    /// <exception cref="ShapeMismatchException">They are not.</exception>
    public static void CheckExactly(Module model, Tensor x, int channels, int size)
    {
        if (x.Rank == 4 && x.Shape[1] == channels && x.Shape[2] == size && x.Shape[3] == size) return;
        throw new ShapeMismatchException($"{model.GetType().Name} was built for pictures [N, {channels}, {size}, {size}]; got {x.Shape}.", nameof(x));
    }
}
