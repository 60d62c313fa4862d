using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Recurrent;

/// <summary>r and z = σ(x + h·Wᵀ), n = tanh(x + r·(h·Wᵀ + b)), h = n + z·(h - n). Cho et al. (2014), the reset gate acting on the product.</summary>
/// <remarks>
/// With upstream ∂h and q = h·Wᵀ + b: ∂n = ∂h·(1 - z)·(1 - n²), ∂z = ∂h·(h₋ - n)·z(1 - z), ∂r = ∂n·q·r(1 - r), ∂q = ∂n·r, and h₋ receives ∂h·z directly.
/// </remarks>
internal readonly unsafe struct GruCell : IRecurrentCell
{
    public static bool SplitsProduct => true;

    public static bool HasCell => false;

    public static void Squash<V, T>(in CellRow<T> row) where V : struct, ILanes<V, T> where T : unmanaged => GateRows.SigmoidOfSum<V, T>(row.Gates, row.Product, 2 * row.Width);

    [MethodImpl(AggressiveInlining)]
    public static void Forward<V, T>(in CellRow<T> row, nint j) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint n = row.Width;
        T* at = row.Gates + j, product = row.Product + j;
        V r = V.Load(at), z = V.Load(at + n);
        V q = V.Load(product + (2 * n));
        if (row.Bias != null)
            q += V.Load(row.Bias + j);
        if (row.Kept != null)
            V.Store(row.Kept + j, q);
        V fresh = VectorMath.Squash<V, T>(V.Fma(r, q, V.Load(at + (2 * n))));
        V.Store(at + (2 * n), fresh);
        V h = V.Fma(z, V.Load(row.State + j) - fresh, fresh);
        V.Store(row.State + j, h);
        V.Store(row.Output + j, h);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Backward<V, T>(in CellGradient<T> row, nint j) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint n = row.Width;
        V one = V.Constant(1);
        T* at = row.Gates + j, to = row.Grad + j, product = row.ProductGrad + j;
        V r = V.Load(at), z = V.Load(at + n), fresh = V.Load(at + (2 * n));
        V dh = V.Load(row.Upstream + j) + V.Load(row.State + j);
        V dn = dh * (one - z) * (one - (fresh * fresh));
        V dz = dh * (V.Load(row.Before + j) - fresh) * z * (one - z);
        V dr = dn * V.Load(row.Kept + j) * r * (one - r);
        V.Store(to, dr);
        V.Store(to + n, dz);
        V.Store(to + (2 * n), dn);
        V.Store(product, dr);
        V.Store(product + n, dz);
        V.Store(product + (2 * n), dn * r);
        V.Store(row.State + j, dh * z);
    }
}
