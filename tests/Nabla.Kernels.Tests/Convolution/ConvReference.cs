using Nabla.Kernels.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

/// <summary>The definition of convolution as plain loops in double precision.</summary>
internal static class ConvReference
{
    /// <summary>Calls <paramref name="term"/> with (input, weight, output) offsets of every product that is not padding.</summary>
    public static void ForEachTerm(in ConvGeometry g, Action<long, long, long> term)
    {
        for (long n = 0; n < g.Batch; n++)
        {
            for (long co = 0; co < g.OutChannels; co++)
            {
                for (long c = 0; c < g.InPerGroup; c++)
                {
                    long ci = (co / g.OutPerGroup * g.InPerGroup) + c;
                    long input = ((n * g.InChannels) + ci) * g.InputPlane, weight = ((co * g.InPerGroup) + c) * g.Taps, output = ((n * g.OutChannels) + co) * g.OutputPlane;
                    ForEachTap(g, input, weight, output, term);
                }
            }
        }
    }

    private static void ForEachTap(ConvGeometry g, long input, long weight, long output, Action<long, long, long> term)
    {
        Axis(g.Depth, (d, kd, od) => Axis(g.Height, (h, kh, oh) => Axis(g.Width, (w, kw, ow) => term(
            input + (((d * g.Height.Input) + h) * g.Width.Input) + w,
            weight + (((kd * g.Height.Kernel) + kh) * g.Width.Kernel) + kw,
            output + (((od * g.Height.Output) + oh) * g.Width.Output) + ow))));
    }

    private static void Axis(ConvAxis axis, Action<long, long, long> visit)
    {
        for (long o = 0; o < axis.Output; o++)
        {
            for (long k = 0; k < axis.Kernel; k++)
            {
                long i = (o * axis.Stride) + (k * axis.Dilation) - axis.Padding;
                if (i >= 0 && i < axis.Input)
                    visit(i, k, o);
            }
        }
    }
}
