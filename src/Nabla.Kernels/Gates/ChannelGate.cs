using Nabla.Kernels.Gemm;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Reductions;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gates;

/// <summary>Sizes and curves of a channel gate.</summary>
/// <param name="Samples">N.</param>
/// <param name="Channels">C.</param>
/// <param name="Squeezed">S, the channels between its two layers.</param>
/// <param name="Plane">Positions of a channel.</param>
/// <param name="Hidden">The curve behind the first layer.</param>
/// <param name="Gate">The curve behind the second.</param>
public readonly record struct ChannelGateForm(long Samples, long Channels, long Squeezed, long Plane, GateCurve Hidden, GateCurve Gate)
{
    /// <summary>Values that the forward pass leaves for the backward pass: means, gates, the first layer behind its curve, and the slopes of both curves.</summary>
    public long Kept => Samples * ((3 * Channels) + (2 * Squeezed));
}

/// <summary>y = x·s, s = gate(W₂·hidden(W₁·mean(x) + b₁) + b₂), the mean taken over each channel's plane: squeeze and excitation.</summary>
/// <remarks>
/// Hu, Shen and Sun (2018). x is read twice and y written once; backward, x and its gradient are read once each for the gates, and the gradient once more for x's own, which
/// is g·s plus what comes back through the mean.
/// </remarks>
public static unsafe class ChannelGate
{
    /// <summary>Computes y.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="form">The sizes.</param>
    /// <param name="x">Input [N, C, plane].</param>
    /// <param name="w1">First layer [S, C].</param>
    /// <param name="b1">Its bias [S].</param>
    /// <param name="w2">Second layer [C, S].</param>
    /// <param name="b2">Its bias [C].</param>
    /// <param name="kept">Receives <see cref="ChannelGateForm.Kept"/> values for the backward pass.</param>
    /// <param name="y">Output, the shape of x.</param>
    public static void Forward<T>(in ChannelGateForm form, T* x, T* w1, T* b1, T* w2, T* b2, T* kept, T* y)
        where T : unmanaged
    {
        (long n, long c, long s) = (form.Samples, form.Channels, form.Squeezed);
        Places<T> at = new(form, kept);
        Reduce.Run(default(MeanKernel), x, [n * c, form.Plane], [form.Plane, 1], [false, true], at.Means);
        Repeat(b1, s, n, at.Hidden);
        Product(n, s, c, at.Means, c, 1, w1, 1, c, at.Hidden, add: true);
        Curve(form.Hidden, at.Hidden, at.HiddenSlopes, n * s);
        Repeat(b2, c, n, at.Gates);
        Product(n, c, s, at.Hidden, s, 1, w2, 1, s, at.Gates, add: true);
        Curve(form.Gate, at.Gates, at.GateSlopes, n * c);
        GatePass<T>.Scale(x, n * c, form.Plane, at.Gates, null, y);
    }

    /// <summary>Computes the gradients; all are overwritten.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="form">The sizes.</param>
    /// <param name="g">Gradient of y.</param>
    /// <param name="x">Input.</param>
    /// <param name="w1">First layer.</param>
    /// <param name="w2">Second layer.</param>
    /// <param name="kept">From the forward pass.</param>
    /// <param name="gx">Gradient of x; null when it is not wanted.</param>
    /// <param name="gw1">Gradient of the first layer.</param>
    /// <param name="gb1">Gradient of its bias.</param>
    /// <param name="gw2">Gradient of the second layer.</param>
    /// <param name="gb2">Gradient of its bias.</param>
    public static void Backward<T>(in ChannelGateForm form, T* g, T* x, T* w1, T* w2, T* kept, T* gx, T* gw1, T* gb1, T* gw2, T* gb2)
        where T : unmanaged
    {
        (long n, long c, long s) = (form.Samples, form.Channels, form.Squeezed);
        Places<T> at = new(form, kept);
        using Scratch<T> space = new(n * ((2 * c) + s));
        T* outer = space.Pointer, back = outer + (n * c), inner = back + (n * c);
        // Through the gate to the second layer...
        GatePass<T>.Dots(g, x, n * c, form.Plane, outer);
        GatePass<T>.Multiply(outer, at.GateSlopes, n * c);
        Reduce.Run(default(SumKernel), outer, [n, c], [c, 1], [true, false], gb2);
        Product(c, s, n, outer, 1, c, at.Hidden, s, 1, gw2);
        Product(n, s, c, outer, c, 1, w2, s, 1, inner);
        // ... and through the first one to the means.
        GatePass<T>.Multiply(inner, at.HiddenSlopes, n * s);
        Reduce.Run(default(SumKernel), inner, [n, s], [s, 1], [true, false], gb1);
        Product(s, c, n, inner, 1, s, at.Means, c, 1, gw1);
        if (gx == null)
            return;
        Product(n, c, s, inner, s, 1, w1, c, 1, back, scale: 1.0 / form.Plane);
        GatePass<T>.Scale(g, n * c, form.Plane, at.Gates, back, gx);
    }

    private static void Product<T>(long m, long n, long k, T* a, long aRow, long aColumn, T* b, long bRow, long bColumn, T* c, bool add = false, double scale = 1)
        where T : unmanaged =>
        MatrixMultiply.Run(m, n, k, ScalarNumber.From<T>(scale), a, aRow, aColumn, b, bRow, bColumn, ScalarNumber.From<T>(add ? 1 : 0), c, n, 1);

    private static void Repeat<T>(T* row, long width, long rows, T* to)
        where T : unmanaged
    {
        for (long i = 0; i < rows; i++)
            Buffer.MemoryCopy(row, to + (i * width), width * sizeof(T), width * sizeof(T));
    }

    /// <summary>values = curve(values), and its slopes.</summary>
    private static void Curve<T>(GateCurve curve, T* values, T* slopes, long count)
        where T : unmanaged
    {
        switch (curve)
        {
            case GateCurve.ReLU: GatePass<T>.Curve<ReluCurve>(values, slopes, count); break;
            case GateCurve.SiLU: GatePass<T>.Curve<SiluCurve>(values, slopes, count); break;
            case GateCurve.Sigmoid: GatePass<T>.Curve<SigmoidCurve>(values, slopes, count); break;
            case GateCurve.Hardsigmoid: GatePass<T>.Curve<HardsigmoidCurve>(values, slopes, count); break;
            default: throw new ArgumentOutOfRangeException(nameof(curve), curve, "A gate's curve is ReLU, SiLU, Sigmoid or Hardsigmoid.");
        }
    }

    /// <summary>Where the kept values lie.</summary>
    private readonly struct Places<T>(in ChannelGateForm form, T* kept)
        where T : unmanaged
    {
        public T* Means { get; } = kept;

        public T* Gates { get; } = kept + (form.Samples * form.Channels);

        public T* GateSlopes { get; } = kept + (2 * form.Samples * form.Channels);

        public T* Hidden { get; } = kept + (3 * form.Samples * form.Channels);

        public T* HiddenSlopes { get; } = kept + (3 * form.Samples * form.Channels) + (form.Samples * form.Squeezed);
    }
}
