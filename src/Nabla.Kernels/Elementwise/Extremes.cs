using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>The smaller value; NaN if either is NaN.</summary>
public readonly struct MinimumKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "minimum";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Min(a, b);
}

/// <summary>The larger value; NaN if either is NaN.</summary>
public readonly struct MaximumKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "maximum";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Max(a, b);
}

/// <summary>The smaller value; the other one if one is NaN.</summary>
public readonly struct FMinimumKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "fmin";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(Lanes.IsNaN<V, T>(a), b, V.Select(Lanes.IsNaN<V, T>(b), a, V.MinFast(a, b)));
}

/// <summary>The larger value; the other one if one is NaN.</summary>
public readonly struct FMaximumKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "fmax";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(Lanes.IsNaN<V, T>(a), b, V.Select(Lanes.IsNaN<V, T>(b), a, V.MaxFast(a, b)));
}

/// <summary>min(max(x, low), high); NaN stays NaN. Bounds beyond the range of an integer type saturate.</summary>
/// <param name="low">Lower bound, or negative infinity.</param>
/// <param name="high">Upper bound, or positive infinity.</param>
public readonly struct ClampKernel(double low, double high) : IUnaryKernel
{
    private readonly Parameter _low = new(low);
    private readonly Parameter _high = new(high);

    /// <inheritdoc/>
    public static string Name => "clamp";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.MinFast(_high.Lanes<V, T>(), V.MaxFast(_low.Lanes<V, T>(), x));
}

/// <summary>min(max(a, b), c): a clamped between two arrays; NaN in any of them gives NaN.</summary>
public readonly struct ClampBetweenKernel : ITernaryKernel
{
    /// <inheritdoc/>
    public static string Name => "clamp_tensor";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Min(V.Max(a, b), c);
}

/// <summary>-1, 0 or 1; NaN gives 0, as in PyTorch.</summary>
public readonly struct SignKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "sign";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(V.Greater(x, V.Zero), V.Constant(1), V.Select(V.Less(x, V.Zero), -V.Constant(1), V.Zero));
}
