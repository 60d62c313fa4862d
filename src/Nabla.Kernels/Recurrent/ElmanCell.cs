using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Recurrent;

/// <summary>The nonlinearity of a plain recurrent layer, and its slope from its value.</summary>
internal interface ISquash
{
    static abstract V Value<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged;

    /// <summary>g times the slope where the value is y.</summary>
    static abstract V Gradient<V, T>(V g, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}

internal readonly struct TanhSquash : ISquash
{
    [MethodImpl(AggressiveInlining)]
    public static V Value<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged => VectorMath.Squash<V, T>(x);

    [MethodImpl(AggressiveInlining)]
    public static V Gradient<V, T>(V g, V y) where V : struct, ILanes<V, T> where T : unmanaged => g * (V.Constant(1) - (y * y));
}

internal readonly struct ReluSquash : ISquash
{
    [MethodImpl(AggressiveInlining)]
    public static V Value<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged => V.MaxFast(V.Zero, x);

    [MethodImpl(AggressiveInlining)]
    public static V Gradient<V, T>(V g, V y) where V : struct, ILanes<V, T> where T : unmanaged => g & V.Greater(y, V.Zero);
}

/// <summary>h = f(x + h·Wᵀ). With upstream g: ∂sum = g·f'. Elman (1990).</summary>
internal readonly unsafe struct ElmanCell<TSquash> : IRecurrentCell
    where TSquash : struct, ISquash
{
    public static bool SplitsProduct => false;

    public static bool HasCell => false;

    public static void Squash<V, T>(in CellRow<T> row) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // The one function is part of the pass over the states.
    }

    [MethodImpl(AggressiveInlining)]
    public static void Forward<V, T>(in CellRow<T> row, nint j) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V h = TSquash.Value<V, T>(V.Load(row.Gates + j));
        V.Store(row.State + j, h);
        V.Store(row.Output + j, h);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Backward<V, T>(in CellGradient<T> row, nint j) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V g = V.Load(row.Upstream + j) + V.Load(row.State + j);
        V.Store(row.Grad + j, TSquash.Gradient<V, T>(g, V.Load(row.Output + j)));
    }
}
