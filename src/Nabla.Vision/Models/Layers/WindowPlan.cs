namespace Nabla.Vision;

/// <summary>How maps of one size are shifted and cut into windows: one change of the tokens' order, undone by another, and what must not be looked at.</summary>
internal sealed class WindowPlan
{
    private readonly long[] _maskShape;

    /// <summary>Plans for maps [N, height, width, C] rolled by the shifts; the window divides height and width.</summary>
    public WindowPlan(long height, long width, int window, int shiftH, int shiftW)
    {
        (Height, Width) = (height, width);
        Cut = new(Windows.Order(height, width, window, shiftH, shiftW));
        Join = Cut.Inverse();
        long tokens = (long)window * window;
        _maskShape = [height / window * (width / window), 1, tokens, tokens];
        if (shiftH + shiftW > 0) Mask = Windows.ShiftMask(height, width, window, shiftH, shiftW);
    }

    public long Height { get; }

    public long Width { get; }

    /// <summary>From a map to its windows, one after another.</summary>
    public TokenOrderOp Cut { get; }

    /// <summary>From the windows back to the map.</summary>
    public TokenOrderOp Join { get; }

    /// <summary>What is added to the scores, [windows, 1, T, T]; null when nothing is shifted.</summary>
    public float[]? Mask { get; }

    /// <summary><see cref="Mask"/> as a tensor where x lives and of its dtype.</summary>
    public Tensor MaskLike(Tensor x) => x.HasData ? Tensor.Of(Mask!, _maskShape).To(x.DType) : Tensor.Empty(_maskShape, x.DType, x.Backend);
}
