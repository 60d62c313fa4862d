namespace Nabla.Kernels.Convolution;

/// <summary>Along one axis, which source positions each result position reads: position * <see cref="Step"/> + tap offset.</summary>
internal struct AxisGather
{
    /// <summary>Source positions; anything outside reads as zero.</summary>
    public long Source;

    /// <summary>Result positions.</summary>
    public long Grid;

    /// <summary>Source positions from one result to the next.</summary>
    public long Step;

    /// <summary>Number of taps.</summary>
    public long Taps;

    /// <summary>Source offset of the first tap, and from each tap to the next (may be negative).</summary>
    public long Offset, OffsetStep;

    /// <summary>Kernel index of the first tap, and from each tap to the next.</summary>
    public long Kernel, KernelStep;

    /// <summary>Where result position 0 lies in the target, and positions from each to the next.</summary>
    public long Target, TargetStep;

    /// <summary>Smallest tap offset.</summary>
    public readonly long Lowest => Math.Min(Offset, Offset + ((Taps - 1) * OffsetStep));

    /// <summary>Largest minus smallest tap offset.</summary>
    public readonly long Span => Math.Abs((Taps - 1) * OffsetStep);

    /// <summary>Whether every read lies inside the source.</summary>
    public readonly bool IsInside => Lowest >= 0 && ((Grid - 1) * Step) + Lowest + Span < Source;

    /// <summary>The same reads with the taps in the order of their offsets.</summary>
    public readonly AxisGather Ascending() => OffsetStep >= 0 ? this : this with
    {
        Offset = Offset + ((Taps - 1) * OffsetStep),
        OffsetStep = -OffsetStep,
        Kernel = Kernel + ((Taps - 1) * KernelStep),
        KernelStep = -KernelStep,
    };

    /// <summary>The forward pass: outputs gather from the input.</summary>
    public static AxisGather Forward(in ConvAxis axis) => new()
    {
        Source = axis.Input,
        Grid = axis.Output,
        Step = axis.Stride,
        Taps = axis.Kernel,
        Offset = -axis.Padding,
        OffsetStep = axis.Dilation,
        Kernel = 0,
        KernelStep = 1,
        Target = 0,
        TargetStep = 1,
    };

    /// <summary>
    /// The gradient to the input, for the input positions congruent to <paramref name="phase"/> modulo the stride: they gather
    /// from the output gradient with step 1, through the taps that reach them.
    /// </summary>
    public static AxisGather Adjoint(in ConvAxis axis, long phase)
    {
        long first = -1, step = 1, taps = 0;
        for (long k = 0; k < axis.Kernel; k++)
        {
            if ((phase + axis.Padding - (k * axis.Dilation)) % axis.Stride != 0)
                continue;
            if (taps == 0)
                first = k;
            else if (taps == 1)
                step = k - first;
            taps++;
        }
        return new AxisGather
        {
            Source = axis.Output,
            Grid = phase < axis.Input ? ((axis.Input - 1 - phase) / axis.Stride) + 1 : 0,
            Step = 1,
            Taps = taps,
            Offset = taps == 0 ? 0 : (phase + axis.Padding - (first * axis.Dilation)) / axis.Stride,
            OffsetStep = -(step * axis.Dilation) / axis.Stride,
            Kernel = first,
            KernelStep = step,
            Target = phase,
            TargetStep = axis.Stride,
        };
    }
}
