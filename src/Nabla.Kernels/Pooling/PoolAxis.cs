namespace Nabla.Kernels.Pooling;

/// <summary>Windows along one spatial axis: output o reads input o·Stride - Padding + t·Dilation for t in 0..Kernel-1.</summary>
/// <param name="Input">Input length.</param>
/// <param name="Kernel">Taps of a window.</param>
/// <param name="Stride">Distance between windows.</param>
/// <param name="Padding">Virtual elements before the first and after the last.</param>
/// <param name="Dilation">Distance between taps.</param>
/// <param name="Output">Number of windows.</param>
public readonly record struct PoolAxis(int Input, int Kernel, int Stride, int Padding, int Dilation, int Output)
{
    /// <summary>An axis of length one that pooling leaves alone.</summary>
    public static PoolAxis Single { get; } = new(1, 1, 1, 0, 1, 1);

    /// <summary>Computes the number of windows as PyTorch does.</summary>
    /// <param name="input">Input length, at least 1.</param>
    /// <param name="kernel">Taps, at least 1.</param>
    /// <param name="stride">Distance between windows, at least 1.</param>
    /// <param name="padding">0 to half the window's extent.</param>
    /// <param name="dilation">Distance between taps, at least 1.</param>
    /// <param name="ceilMode">Keeps a last window that hangs over the end, if it starts inside the input or its left padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range, or no window fits.</exception>
    public static PoolAxis Of(int input, int kernel, int stride, int padding = 0, int dilation = 1, bool ceilMode = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        int extent = checked((kernel - 1) * dilation + 1);
        if (padding < 0 || padding > extent / 2)
            throw new ArgumentOutOfRangeException(nameof(padding), padding, $"The padding must lie in 0..{extent / 2}, half of the window's extent {extent}.");
        int slack = input + 2 * padding - extent;
        if (slack < 0 && !(ceilMode && slack + stride - 1 >= 0))
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, $"A window of extent {extent} does not fit into {input} elements with padding {padding}.");
        int output = (slack + (ceilMode ? stride - 1 : 0)) / stride + 1;
        if (ceilMode && (output - 1) * stride >= input + padding) output--;
        return new PoolAxis(input, kernel, stride, padding, dilation, output);
    }

    /// <summary>Input position of tap 0 of a window; may be negative.</summary>
    internal int Start(int output) => output * Stride - Padding;
}
