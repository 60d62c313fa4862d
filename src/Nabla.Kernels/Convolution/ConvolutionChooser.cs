using System.Runtime.InteropServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Convolution;

/// <summary>Sends one pass of a convolution to the kernel that suits its sizes.</summary>
internal static unsafe class ConvolutionChooser<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    public static void Forward(in ConvGeometry g, T* x, T* w, T* bias, T* y, bool relu)
    {
        if (g.InPerGroup == 0)
        {
            Clear(y, g.OutputCount);
            var epilogue = new BiasEpilogue<T>(bias, null, relu);
            for (long i = 0; bias != null && i < g.OutputCount; i++)
                epilogue.Apply<Lanes1<T>>(y + i, i / g.OutputPlane % g.OutChannels, 0, 1);
            return;
        }
        if (DepthwiseNine<TLanes, T>.TryRun(g, w, x, y, adjoint: false, bias, relu) || DepthwiseRows<TLanes, T>.TryRun(g, w, x, y, adjoint: false, bias, relu) || DepthwiseHalving<TLanes, T>.TryRun(g, w, x, y, bias, relu))
            return;
        if (LaneDepthwise<TLanes, T>.SuitsResults(g))
        {
            LaneDepthwise<TLanes, T>.Run(g, w, x, y, adjoint: false, bias, relu);
            return;
        }
        if (DepthwiseLayout.Fits(g))
        {
            DepthwiseConvolution<TLanes, T>.Run(g, w, x, y, adjoint: false, bias, relu);
            return;
        }
        Gather gather = Gather.Of(g, adjoint: false);
        if (IsDirect(g))
            DirectConvolution<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, bias, relu);
        else if (StreamsWinograd(g, gather, g.OutPerGroup))
            StreamedWinograd<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, new(bias, null, relu));
        else if (UsesWinograd(g, gather, g.OutPerGroup))
            WinogradConvolution<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, new(bias, null, relu));
        else if (PaddedProduct<TLanes, T>.Pays(g, gather, g.OutPerGroup))
            PaddedProduct<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, new(bias, null, relu));
        else
            GatherProduct<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, new(bias, null, relu));
    }

    /// <summary>The forward pass with weights that are prepared at the first call, where that helps, and perhaps another tensor added.</summary>
    public static void ForwardPrepared(in ConvGeometry g, T* x, T* w, T* bias, T* add, T* y, bool relu, ref PreparedWeights? prepared)
    {
        if (g.InPerGroup == 0 || LaneDepthwise<TLanes, T>.Suits(g) || DepthwiseLayout.Fits(g) || IsDirect(g))
        {
            Forward(g, x, w, bias, y, relu && add == null);
            if (add != null)
                AddTo(y, add, g.OutputCount, relu);
            return;
        }
        Gather gather = Gather.Of(g, adjoint: false);
        PreparedWeights? old = Volatile.Read(ref prepared);
        ConvFinish<T> finish = new(bias, add, relu);
        WeightForm form = FormOf(g, gather);
        PreparedWeights weights = form switch
        {
            WeightForm.Winograd => WinogradConvolution<TLanes, T>.Prepare(g, gather, w, old),
            WeightForm.SmallWinograd => SmallWinograd<TLanes, T>.Prepare(g, gather, w, old),
            WeightForm.Turned => TurnedProduct<TLanes, T>.Prepare(g, gather, w, old),
            WeightForm.Padded => PaddedProduct<TLanes, T>.Prepare(g, gather, w, old),
            _ => GatherProduct<TLanes, T>.Prepare(g, gather, w, old),
        };
        Volatile.Write(ref prepared, weights);
        T* packed = (T*)weights.Memory;
        switch (form)
        {
            case WeightForm.Winograd: WinogradConvolution<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, finish, packed); break;
            case WeightForm.SmallWinograd: SmallWinograd<TLanes, T>.Run(g, gather, x, y, finish, packed); break;
            case WeightForm.Turned when PlaneProduct<TLanes, T>.Pays(g, gather): PlaneProduct<TLanes, T>.Run(g, gather, x, y, finish, packed); break;
            case WeightForm.Turned: TurnedProduct<TLanes, T>.Run(g, gather, x, y, finish, packed); break;
            case WeightForm.Padded: PaddedProduct<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, finish, packed); break;
            default: GatherProduct<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, finish, packed); break;
        }
        GC.KeepAlive(weights);
    }

    /// <summary>Which kernel a pass with prepared weights takes: the first row that fits.</summary>
    /// <remarks>
    /// Winograd, 4x4 results: a quarter of the products, when the tiles fill vectors. Winograd, 2x2 results: 4/9 of the products where 4x4 tiles would hang over the edge (7x7 pictures).
    /// Turned: few positions, as rows of the register tile, since as columns they would leave it half empty. Padded: so few result channels that packing the positions is not repaid.
    /// Panels: everything else.
    /// </remarks>
    private static WeightForm FormOf(in ConvGeometry g, in Gather gather)
    {
        if (UsesWinograd(g, gather, g.OutPerGroup, prepared: true)) return WeightForm.Winograd;
        if (Convolution.UseWinograd && typeof(T) == typeof(float) && SmallWinograd<TLanes, T>.Pays(g, gather)) return WeightForm.SmallWinograd;
        if (PlaneProduct<TLanes, T>.Pays(g, gather) || TurnedProduct<TLanes, T>.Pays(g, gather)) return WeightForm.Turned;
        return PaddedProduct<TLanes, T>.Pays(g, gather, g.OutPerGroup) ? WeightForm.Padded : WeightForm.Panels;
    }

    public static void GradInput(in ConvGeometry g, T* gy, T* w, T* gx)
    {
        if (g.OutputCount == 0)
        {
            Clear(gx, g.InputCount);
            return;
        }
        if (DepthwiseNine<TLanes, T>.TryRun(g, w, gy, gx, adjoint: true, null, relu: false) || DepthwiseRows<TLanes, T>.TryRun(g, w, gy, gx, adjoint: true, null, relu: false) || DepthwiseDoubling<TLanes, T>.TryRun(g, w, gy, gx))
            return;
        if (LaneDepthwise<TLanes, T>.SuitsResults(g))
        {
            LaneDepthwise<TLanes, T>.Run(g, w, gy, gx, adjoint: true, null, relu: false);
            return;
        }
        if (DepthwiseLayout.Fits(g))
        {
            DepthwiseConvolution<TLanes, T>.Run(g, w, gy, gx, adjoint: true, null, relu: false);
            return;
        }
        // Few positions and many channels: exchanging rows and columns of the weights would take longer than the product.
        Gather whole = Gather.Of(g, adjoint: true);
        if (StreamsWinograd(g, whole, g.InPerGroup))
        {
            StreamedWinograd<TLanes, T>.Run(g, whole, w, gy, gx, adjoint: true, default);
            return;
        }
        if (ScatterProduct<TLanes, T>.Pays(g) && !UsesWinograd(g, whole, g.InPerGroup))
        {
            ScatterProduct<TLanes, T>.Run(g, gy, w, gx);
            return;
        }
        // Positions that no tap reaches stay zero.
        if (LeavesGaps(g.Depth) || LeavesGaps(g.Height) || LeavesGaps(g.Width))
            Clear(gx, g.InputCount);
        for (long d = 0; d < g.Depth.Stride; d++)
        {
            for (long h = 0; h < g.Height.Stride; h++)
            {
                for (long v = 0; v < g.Width.Stride; v++)
                {
                    Gather gather = Gather.Of(g, adjoint: true, d, h, v);
                    if (gather.Plane == 0 || gather.Taps == 0)
                        continue;
                    if (IsDirect(g))
                        DirectConvolution<TLanes, T>.Run(g, gather, w, gy, gx, adjoint: true, null, relu: false);
                    else if (UsesWinograd(g, gather, g.InPerGroup))
                        WinogradConvolution<TLanes, T>.Run(g, gather, w, gy, gx, adjoint: true, default);
                    else if (PaddedProduct<TLanes, T>.Pays(g, gather, g.InPerGroup))
                        PaddedProduct<TLanes, T>.Run(g, gather, w, gy, gx, adjoint: true, default);
                    else
                        GatherProduct<TLanes, T>.Run(g, gather, w, gy, gx, adjoint: true, default);
                }
            }
        }
    }

    public static void GradWeight(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        if (g.OutputCount == 0)
            Clear(gw, g.WeightCount);
        else if (DepthwiseRowWeights<TLanes, T>.TryRun(g, x, gy, gw) || DepthwiseHalvingWeights<TLanes, T>.TryRun(g, x, gy, gw))
            return;
        else if (LaneDepthwiseWeights<TLanes, T>.Suits(g))
            LaneDepthwiseWeights<TLanes, T>.Run(g, x, gy, gw);
        else if (DepthwiseLayout.Fits(g))
            DepthwiseWeightGradient<TLanes, T>.Run(g, x, gy, gw);
        else if (IsDirect(g))
            DirectWeightGradient<TLanes, T>.Run(g, x, gy, gw);
        else if (Convolution.UseWinograd && typeof(T) == typeof(float) && WinogradWeightGradient<TLanes, T>.Pays(g))
            WinogradWeightGradient<TLanes, T>.Run(g, x, gy, gw);
        else
            WeightGradient<TLanes, T>.Run(g, x, gy, gw);
    }

    /// <summary>One input channel and few outputs per group: a product would leave most rows of its register tiles empty.</summary>
    private static bool IsDirect(in ConvGeometry g) => g.InPerGroup == 1 && g.OutPerGroup <= 2;

    /// <summary>float only: double is asked for when exactness counts.</summary>
    private static bool UsesWinograd(in ConvGeometry g, in Gather gather, long rows, bool prepared = false) =>
        Convolution.UseWinograd && typeof(T) == typeof(float) && WinogradConvolution<TLanes, T>.Pays(g, gather, rows, prepared);

    private static bool StreamsWinograd(in ConvGeometry g, in Gather gather, long rows) =>
        Convolution.UseWinograd && typeof(T) == typeof(float) && StreamedWinograd<TLanes, T>.Pays(g, gather, rows);

    private static bool LeavesGaps(in ConvAxis axis)
    {
        for (long phase = 0; phase < axis.Stride; phase++)
        {
            if (AxisGather.Adjoint(axis, phase).Taps == 0)
                return true;
        }
        return false;
    }

    /// <summary>y = y + add, and max(0, y) if asked for.</summary>
    private static void AddTo(T* y, T* add, long count, bool relu)
    {
        const int Most = 1 << 20;
        ConvFinish<T> finish = new(null, add, relu);
        for (long at = 0; at < count; at += Most)
            finish.Apply<TLanes>(y + at, 0, add + at, (int)Math.Min(Most, count - at));
    }

    private static void Clear(T* target, long count) => NativeMemory.Clear(target, (nuint)(count * sizeof(T)));
}
