using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Operands of blocks of rows of a depthwise pass at stride 1, read where they lie.</summary>
internal unsafe struct DepthwiseRowBlock<T>
    where T : unmanaged
{
    /// <summary>What result (0, 0) reads at tap (0, 0), inside or not.</summary>
    public T* Source;

    /// <summary>Result (0, 0).</summary>
    public T* Target;

    /// <summary>Weight of tap (0, 0).</summary>
    public T* Weights;

    /// <summary>All bits set where the read of result column 0 at tap 0 lies inside a row, and so on for its neighbours.</summary>
    public T* Mask;

    /// <summary>Elements from one row to the next: of the source, of the results, of the weights.</summary>
    public nint SourceRow, TargetRow, WeightRow;

    /// <summary>Columns of taps, and elements from one to the next in the source and in the weights.</summary>
    public nint TapColumns, TapStep, WeightStep;

    /// <summary>Columns of results; those from Left to before Right need no mask.</summary>
    public nint Columns, Left, Right;

    /// <summary>Number of blocks, and elements from one to the next: in the source, in the results, in the weights, in the biases.</summary>
    public nint Blocks, SourceStep, TargetStep, WeightsStep, BiasStep;

    /// <summary>Room for a vector.</summary>
    public T* Spill;

    /// <summary>What each sum starts from.</summary>
    public T* Bias;

    /// <summary>Whether negative results become zero; whether the last row's vector must not reach beyond its columns.</summary>
    public bool Relu, Cut;
}

/// <summary>Blocks of 4, 7 or 8 rows by one vector, whose sums stay in registers: a vector of the source is loaded once for all rows of results that read it through one column of taps.</summary>
[SkipLocalsInit]
internal static unsafe class DepthwiseRowKernel<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Computes blocks of <typeparamref name="TRows"/> rows with <typeparamref name="TTaps"/> rows of taps, the first TTop and the last TBottom of whose source rows are outside.</summary>
    public static void Run<TTaps, TRows, TTop, TBottom>(in DepthwiseRowBlock<T> b)
        where TTaps : struct, ICount
        where TRows : struct, ICount
        where TTop : struct, ICount
        where TBottom : struct, ICount
    {
        if (b.Left > 0)
            Columns<TTaps, TRows, TTop, TBottom, Count1>(b, 0, b.Left);
        if (b.Right > b.Left)
            Columns<TTaps, TRows, TTop, TBottom, Count0>(b, b.Left, b.Right);
        if (b.Columns > b.Right)
            Columns<TTaps, TRows, TTop, TBottom, Count1>(b, b.Right, b.Columns);
    }

    /// <summary>The results of columns <paramref name="from"/> .. <paramref name="to"/> - 1 of all blocks; the last vector of a row reaches back.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Columns<TTaps, TRows, TTop, TBottom, TMask>(in DepthwiseRowBlock<T> b, nint from, nint to)
        where TTaps : struct, ICount
        where TRows : struct, ICount
        where TTop : struct, ICount
        where TBottom : struct, ICount
        where TMask : struct, ICount
    {
        nint n = TLanes.Count, row = b.SourceRow, down = b.TargetRow, weightRow = b.WeightRow, last = Math.Max(0, b.Columns - n);
        T* rows = b.Source, results = b.Target, weights = b.Weights, bias = b.Bias;
        for (nint block = b.Blocks; block > 0; block--, rows += b.SourceStep, results += b.TargetStep, weights += b.WeightsStep, bias += b.BiasStep)
        {
            for (nint column = from; column < to; column += n)
            {
                nint at = Math.Min(column, last);
                TLanes a0 = TLanes.Broadcast(*bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
                T* w = weights, source = rows + at, mask = b.Mask + at;
                for (nint k = b.TapColumns; k > 0; k--, w += b.WeightStep, source += b.TapStep, mask += b.TapStep)
                    Column<TTaps, TRows, TTop, TBottom, TMask>(source, row, w, weightRow, mask, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
                if (b.Relu)
                {
                    a0 = TLanes.Max(a0, TLanes.Zero);
                    a1 = TLanes.Max(a1, TLanes.Zero);
                    a2 = TLanes.Max(a2, TLanes.Zero);
                    a3 = TLanes.Max(a3, TLanes.Zero);
                    if (TRows.Value > 4) { a4 = TLanes.Max(a4, TLanes.Zero); a5 = TLanes.Max(a5, TLanes.Zero); a6 = TLanes.Max(a6, TLanes.Zero); }
                    if (TRows.Value > 7) a7 = TLanes.Max(a7, TLanes.Zero);
                }
                T* target = results + at;
                TLanes.Store(target, a0);
                TLanes.Store(target += down, a1);
                TLanes.Store(target += down, a2);
                if (TRows.Value > 4)
                {
                    TLanes.Store(target += down, a3);
                    TLanes.Store(target += down, a4);
                    TLanes.Store(target += down, a5);
                }
                if (TRows.Value > 7)
                    TLanes.Store(target += down, a6);
                target += down;
                TLanes final = TRows.Value > 7 ? a7 : TRows.Value > 4 ? a6 : a3;
                if (TMask.Value == 0 || !b.Cut)
                    TLanes.Store(target, final);
                else
                    StoreFirst(target, final, b.Columns, b.Spill);
            }
        }
    }

    /// <summary>One column of taps. Seven weights would not fit the registers beside eight sums: four rows of taps come first, then three.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Column<TTaps, TRows, TTop, TBottom, TMask>(
        T* p, nint row, T* w, nint weightRow, T* mask, ref TLanes a0, ref TLanes a1, ref TLanes a2, ref TLanes a3, ref TLanes a4, ref TLanes a5, ref TLanes a6, ref TLanes a7)
        where TTaps : struct, ICount
        where TRows : struct, ICount
        where TTop : struct, ICount
        where TBottom : struct, ICount
        where TMask : struct, ICount
    {
        TLanes keep = TMask.Value == 0 ? TLanes.Zero : TLanes.Load(mask);
        if (TTaps.Value == 7)
        {
            Taps<Count4, TRows, TTop, Count0, TMask>(p, row, w, weightRow, keep, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            Taps<Count3, TRows, Count0, TBottom, TMask>(p + (4 * row), row, w + (4 * weightRow), weightRow, keep, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        }
        else
        {
            Taps<TTaps, TRows, TTop, TBottom, TMask>(p, row, w, weightRow, keep, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        }
    }

    /// <summary>Rows of taps: row j of the source meets row r of the results with weight j - r.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Taps<TTaps, TRows, TTop, TBottom, TMask>(
        T* p, nint row, T* w, nint weightRow, TLanes keep, ref TLanes a0, ref TLanes a1, ref TLanes a2, ref TLanes a3, ref TLanes a4, ref TLanes a5, ref TLanes a6, ref TLanes a7)
        where TTaps : struct, ICount
        where TRows : struct, ICount
        where TTop : struct, ICount
        where TBottom : struct, ICount
        where TMask : struct, ICount
    {
        TLanes w0 = TLanes.Broadcast(*w), w1 = TLanes.Broadcast(*(w += weightRow)), w2 = TLanes.Broadcast(*(w += weightRow)), w3 = w0, w4 = w0;
        if (TTaps.Value > 3) w3 = TLanes.Broadcast(*(w += weightRow));
        if (TTaps.Value > 4) w4 = TLanes.Broadcast(*(w + weightRow));
        if (TTop.Value > 0)
            p += (TTop.Value - 1) * row;
        if (TTop.Value <= 0)
        {
            TLanes x = Read<TMask>(p, keep);
            Accumulate<TLanes, T>.Add(ref a0, x, w0);
        }
        if (TTop.Value <= 1)
        {
            TLanes x = Read<TMask>(p += row, keep);
            Accumulate<TLanes, T>.Add(ref a1, x, w0);
            Accumulate<TLanes, T>.Add(ref a0, x, w1);
        }
        if (TTop.Value <= 2)
        {
            TLanes x = Read<TMask>(p += row, keep);
            Accumulate<TLanes, T>.Add(ref a2, x, w0);
            Accumulate<TLanes, T>.Add(ref a1, x, w1);
            Accumulate<TLanes, T>.Add(ref a0, x, w2);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 3)
        {
            TLanes x = Read<TMask>(p += row, keep);
            Accumulate<TLanes, T>.Add(ref a3, x, w0);
            Accumulate<TLanes, T>.Add(ref a2, x, w1);
            Accumulate<TLanes, T>.Add(ref a1, x, w2);
            if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a0, x, w3);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 4)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a4, x, w0);
            Accumulate<TLanes, T>.Add(ref a3, x, w1);
            Accumulate<TLanes, T>.Add(ref a2, x, w2);
            if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a1, x, w3);
            if (TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a0, x, w4);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 5)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a5, x, w0);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a4, x, w1);
            Accumulate<TLanes, T>.Add(ref a3, x, w2);
            if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a2, x, w3);
            if (TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a1, x, w4);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 6)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a6, x, w0);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a5, x, w1);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a4, x, w2);
            if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a3, x, w3);
            if (TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a2, x, w4);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 7)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 7) Accumulate<TLanes, T>.Add(ref a7, x, w0);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a6, x, w1);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a5, x, w2);
            if (TRows.Value > 4 && TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a4, x, w3);
            if (TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a3, x, w4);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 8)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 7) Accumulate<TLanes, T>.Add(ref a7, x, w1);
            if (TRows.Value > 4) Accumulate<TLanes, T>.Add(ref a6, x, w2);
            if (TRows.Value > 4 && TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a5, x, w3);
            if (TRows.Value > 4 && TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a4, x, w4);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 9)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 7) Accumulate<TLanes, T>.Add(ref a7, x, w2);
            if (TRows.Value > 4 && TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a6, x, w3);
            if (TRows.Value > 4 && TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a5, x, w4);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 10)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 7 && TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a7, x, w3);
            if (TRows.Value > 4 && TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a6, x, w4);
        }
        if (TRows.Value + TTaps.Value - 1 - TBottom.Value > 11)
        {
            TLanes x = Read<TMask>(p += row, keep);
            if (TRows.Value > 7 && TTaps.Value > 4) Accumulate<TLanes, T>.Add(ref a7, x, w4);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static TLanes Read<TMask>(T* p, TLanes keep)
        where TMask : struct, ICount => TMask.Value == 0 ? TLanes.Load(p) : TLanes.Load(p) & keep;

    /// <summary>Stores the first lanes only, at least half of them.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void StoreFirst(T* target, TLanes value, nint count, T* spill)
    {
        nint half = TLanes.Count / 2;
        TLanes.Store(spill, value);
        Unsafe.CopyBlockUnaligned(target, spill, (uint)(TLanes.Count / 2 * sizeof(T)));
        Unsafe.CopyBlockUnaligned(target + count - half, spill + count - half, (uint)(TLanes.Count / 2 * sizeof(T)));
    }
}
