namespace Nabla.Kernels.Convolution;

/// <summary>One spatial axis of a convolution.</summary>
public readonly record struct ConvAxis
{
    /// <summary>Describes an axis.</summary>
    /// <param name="input">Input positions, 0 or more.</param>
    /// <param name="kernel">Kernel taps, 1 or more.</param>
    /// <param name="stride">Input positions from one output to the next, 1 or more.</param>
    /// <param name="padding">Zeros in front of the input, 0 or more.</param>
    /// <param name="dilation">Input positions from one tap to the next, 1 or more.</param>
    /// <param name="output">
    /// Output positions; when omitted, (input + 2 padding - dilation (kernel - 1) - 1) / stride + 1 rounded down, at least 0. Reads
    /// beyond the input give zero, so a larger value pads more at the end.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public ConvAxis(long input, long kernel, long stride = 1, long padding = 0, long dilation = 1, long? output = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        long room = input + (2 * padding) - (dilation * (kernel - 1)) - 1;
        long size = output ?? (room < 0 ? 0 : (room / stride) + 1);
        ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(output));
        Input = input;
        Kernel = kernel;
        Stride = stride;
        Padding = padding;
        Dilation = dilation;
        Output = size;
    }

    /// <summary>Input positions.</summary>
    public long Input { get; }

    /// <summary>Kernel taps.</summary>
    public long Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public long Stride { get; }

    /// <summary>Zeros in front of the input.</summary>
    public long Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public long Dilation { get; }

    /// <summary>Output positions.</summary>
    public long Output { get; }

    /// <summary>An axis of one position, for convolutions with fewer axes.</summary>
    public static ConvAxis One { get; } = new(1, 1);
}
