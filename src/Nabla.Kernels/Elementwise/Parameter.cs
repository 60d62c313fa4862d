using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>A kernel's parameter in both precisions.</summary>
/// <remarks>Converting it inside a loop would cost more than a conversion: the instruction waits for the last use of its target register.</remarks>
internal readonly struct Parameter(double value)
{
    private readonly double _double = value;
    private readonly float _single = (float)value;

    /// <summary>The parameter in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Lanes<V, T>() where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return V.Broadcast(ScalarNumber.Cast<float, T>(_single));
        if (typeof(T) == typeof(double))
            return V.Broadcast(ScalarNumber.Cast<double, T>(_double));
        return V.Constant(_double);
    }
}
