namespace Nabla.Vision;

/// <summary>One stage of an <see cref="EfficientNet"/>, before scaling.</summary>
/// <param name="Fused">One full convolution in place of expansion and depthwise convolution?</param>
/// <param name="Expand">Channels inside a block over channels coming in.</param>
/// <param name="Kernel">Kernel size.</param>
/// <param name="Stride">Stride of the first block.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Blocks">Number of blocks.</param>
/// <param name="ExpandFrom">Channels that the expansion of the first block counts from, when not those coming in; 0 otherwise.</param>
[Export("vision.models.EfficientNetStage")]
public sealed record EfficientNetStage(bool Fused, int Expand, int Kernel, int Stride, int Channels, int Blocks, int ExpandFrom = 0)
{
    /// <summary>Kernels that are mixed for each picture (CondConv); 0 for ordinary convolutions.</summary>
    public int Experts { get; init; }
}

/// <summary>An <see cref="EfficientNet"/>: stages, scaling and habits.</summary>
/// <param name="Stages">The stages, before scaling.</param>
/// <param name="Stem">Channels of the first convolution, before scaling.</param>
/// <param name="Head">Channels of the last convolution, before scaling.</param>
[Export("vision.models.EfficientNetConfig")]
public sealed record EfficientNetConfig(IReadOnlyList<EfficientNetStage> Stages, int Stem, int Head)
{
    /// <summary>Stages of EfficientNet-B0.</summary>
    public static IReadOnlyList<EfficientNetStage> Base { get; } =
    [
        new(false, 1, 3, 1, 16, 1), new(false, 6, 3, 2, 24, 2), new(false, 6, 5, 2, 40, 2), new(false, 6, 3, 2, 80, 3),
        new(false, 6, 5, 1, 112, 3), new(false, 6, 5, 2, 192, 4), new(false, 6, 3, 1, 320, 1),
    ];

    /// <summary>
    /// Stages for pictures of 28 to 64 pixels: fused blocks where there are many pixels and few channels, as in EfficientNetV2, gated ones at
    /// the end; the resolution is halved twice.
    /// </summary>
    public static IReadOnlyList<EfficientNetStage> Small { get; } =
    [
        new(true, 1, 3, 2, 32, 2), new(true, 4, 3, 2, 64, 2), new(false, 4, 3, 1, 96, 2),
    ];

    /// <summary>Stride of the first convolution.</summary>
    public int StemStride { get; init; } = 2;

    /// <summary>Factor of all channels.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Factor of the numbers of blocks.</summary>
    public double Depth { get; init; } = 1;

    /// <summary>Leave stem, head, and the depth of the first and last stage unscaled (the lite models)?</summary>
    public bool FixedEnds { get; init; }

    /// <summary>Gates in the blocks that are not fused?</summary>
    public bool Gated { get; init; } = true;

    /// <summary>After each convolution but the last of a block.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.SiLU;

    /// <summary>How batch normalisation is set.</summary>
    public Norm Norm { get; init; } = Norm.Default;

    /// <summary>Pad as TensorFlow does, more at the end than at the beginning when strides ask for it?</summary>
    public bool SamePadding { get; init; }

    /// <summary>Keep rounded channels even when they fall 10 % below the scaled number?</summary>
    public bool RoundFreely { get; init; }

    /// <summary>Share dropped before the classifier.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Stochastic depth of the last block.</summary>
    public double DropPath { get; init; } = 0.2;

    /// <summary>Number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of the picture.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>A number of channels scaled and rounded to a multiple of 8.</summary>
    public int Scale(int channels) => RoundFreely
        ? Math.Max(8, (int)((channels * Width) + 4) / 8 * 8)
        : Blocks.Divisible(channels * Width);

    /// <summary>The number of blocks of a stage, scaled and rounded up.</summary>
    public int BlocksOf(int stage)
    {
        bool end = stage == 0 || stage == Stages.Count - 1;
        return FixedEnds && end ? Stages[stage].Blocks : (int)Math.Ceiling(Stages[stage].Blocks * Depth);
    }
}
