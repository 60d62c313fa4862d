using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Recurrent;

/// <summary>c = σ(f)·c + σ(i)·tanh(g), h = σ(o)·tanh(c). Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000).</summary>
/// <remarks>
/// With upstream ∂h and ∂c: ∂c += ∂h·o·(1 - tanh²c), then ∂i = ∂c·g·i(1 - i), ∂f = ∂c·c₋·f(1 - f), ∂g = ∂c·i·(1 - g²), ∂o = ∂h·tanh(c)·o(1 - o), ∂c₋ = ∂c·f.
/// </remarks>
internal readonly unsafe struct LstmCell : IRecurrentCell
{
    public static bool SplitsProduct => false;

    public static bool HasCell => true;

    public static void Squash<V, T>(in CellRow<T> row) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint n = row.Width;
        GateRows.Sigmoid<V, T>(row.Gates, 2 * n);
        GateRows.Tanh<V, T>(row.Gates + (2 * n), n);
        GateRows.Sigmoid<V, T>(row.Gates + (3 * n), n);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Forward<V, T>(in CellRow<T> row, nint j) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint n = row.Width;
        T* at = row.Gates + j;
        V i = V.Load(at), f = V.Load(at + n), g = V.Load(at + (2 * n)), o = V.Load(at + (3 * n));
        V c = V.Fma(f, V.Load(row.Cell + j), i * g);
        V.Store(row.Cell + j, c);
        if (row.CellKept != null)
            V.Store(row.CellKept + j, c);
        V h = o * VectorMath.Squash<V, T>(c);
        V.Store(row.State + j, h);
        V.Store(row.Output + j, h);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Backward<V, T>(in CellGradient<T> row, nint j) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint n = row.Width;
        V one = V.Constant(1);
        T* at = row.Gates + j, to = row.Grad + j;
        V i = V.Load(at), f = V.Load(at + n), g = V.Load(at + (2 * n)), o = V.Load(at + (3 * n));
        V dh = V.Load(row.Upstream + j);
        if (row.State != null)
            dh += V.Load(row.State + j);
        V t = VectorMath.Squash<V, T>(V.Load(row.Cell + j));
        V dc = V.Fma(dh * o, one - (t * t), V.Load(row.CellGrad + j));
        V.Store(to, dc * g * i * (one - i));
        V.Store(to + n, dc * V.Load(row.CellBefore + j) * f * (one - f));
        V.Store(to + (2 * n), dc * i * (one - (g * g)));
        V.Store(to + (3 * n), dh * t * o * (one - o));
        V.Store(row.CellGrad + j, dc * f);
    }
}
