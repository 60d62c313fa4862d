namespace Nabla.Kernels.Convolution;

/// <summary>Sizes of a convolution with one to three spatial axes; missing axes are <see cref="ConvAxis.One"/>.</summary>
/// <remarks>
/// Input [batch, inChannels, depth, height, width], weight [outChannels, inChannels / groups, kernel...], output
/// [batch, outChannels, output...], all contiguous. A transposed convolution is the gradient to the input of the convolution
/// whose input has the size of the transposed convolution's output.
/// </remarks>
public readonly record struct ConvGeometry
{
    /// <summary>Describes a convolution over volumes.</summary>
    /// <param name="batch">Images, 0 or more.</param>
    /// <param name="inChannels">Input channels, a multiple of the groups.</param>
    /// <param name="outChannels">Output channels, a multiple of the groups.</param>
    /// <param name="depth">First spatial axis.</param>
    /// <param name="height">Second spatial axis.</param>
    /// <param name="width">Last spatial axis, contiguous in memory.</param>
    /// <param name="groups">Groups of channels that do not mix, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there are no groups.</exception>
    /// <exception cref="ArgumentException">The channels cannot be divided among the groups.</exception>
    public ConvGeometry(long batch, long inChannels, long outChannels, ConvAxis depth, ConvAxis height, ConvAxis width, long groups = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegative(outChannels);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inChannels % groups != 0)
            throw new ArgumentException($"{inChannels} input channels cannot be divided among {groups} groups.", nameof(inChannels));
        if (outChannels % groups != 0)
            throw new ArgumentException($"{outChannels} output channels cannot be divided among {groups} groups.", nameof(outChannels));
        Batch = batch;
        InChannels = inChannels;
        OutChannels = outChannels;
        Depth = depth;
        Height = height;
        Width = width;
        Groups = groups;
    }

    /// <summary>Describes a convolution over images.</summary>
    /// <inheritdoc cref="ConvGeometry(long, long, long, ConvAxis, ConvAxis, ConvAxis, long)"/>
    public ConvGeometry(long batch, long inChannels, long outChannels, ConvAxis height, ConvAxis width, long groups = 1)
        : this(batch, inChannels, outChannels, ConvAxis.One, height, width, groups)
    {
    }

    /// <summary>Describes a convolution over sequences.</summary>
    /// <inheritdoc cref="ConvGeometry(long, long, long, ConvAxis, ConvAxis, ConvAxis, long)"/>
    public ConvGeometry(long batch, long inChannels, long outChannels, ConvAxis width, long groups = 1)
        : this(batch, inChannels, outChannels, ConvAxis.One, ConvAxis.One, width, groups)
    {
    }

    /// <summary>Images.</summary>
    public long Batch { get; }

    /// <summary>Input channels.</summary>
    public long InChannels { get; }

    /// <summary>Output channels.</summary>
    public long OutChannels { get; }

    /// <summary>First spatial axis.</summary>
    public ConvAxis Depth { get; }

    /// <summary>Second spatial axis.</summary>
    public ConvAxis Height { get; }

    /// <summary>Last spatial axis.</summary>
    public ConvAxis Width { get; }

    /// <summary>Groups of channels that do not mix.</summary>
    public long Groups { get; }

    /// <summary>Input channels of one group.</summary>
    public long InPerGroup => InChannels / Groups;

    /// <summary>Output channels of one group.</summary>
    public long OutPerGroup => OutChannels / Groups;

    /// <summary>Taps of the kernel.</summary>
    public long Taps => Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>Positions of one input channel.</summary>
    public long InputPlane => Depth.Input * Height.Input * Width.Input;

    /// <summary>Positions of one output channel.</summary>
    public long OutputPlane => Depth.Output * Height.Output * Width.Output;

    /// <summary>Elements of the input.</summary>
    public long InputCount => Batch * InChannels * InputPlane;

    /// <summary>Elements of the weight.</summary>
    public long WeightCount => OutChannels * InPerGroup * Taps;

    /// <summary>Elements of the output.</summary>
    public long OutputCount => Batch * OutChannels * OutputPlane;

    /// <summary>Multiply-adds of one pass, padding included.</summary>
    public long Work => OutputCount * InPerGroup * Taps;
}
