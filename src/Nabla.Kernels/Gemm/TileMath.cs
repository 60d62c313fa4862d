using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>The four operations of the register tile's inner loop, on bare vectors.</summary>
/// <remarks>
/// The just-in-time compiler keeps a sum in its own register (<c>vfmadd231</c>) only when the result of the multiply-add is stored straight into the variable
/// it was read from. The wrapped lanes of <see cref="ILanes{TSelf, T}"/> choose among element types and so return through a temporary, which costs a register
/// move for every second multiply-add: a third of all instructions. Each type here knows its element, and its methods are single expressions.
/// </remarks>
/// <typeparam name="TV">The vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface ITileMath<TV, T>
    where T : unmanaged
{
    /// <summary>All lanes zero.</summary>
    static abstract TV Zero { get; }

    /// <summary>Reads consecutive values.</summary>
    static abstract TV Load(T* source);

    /// <summary>The same value in every lane.</summary>
    static abstract TV Broadcast(T value);

    /// <summary>a·b + c.</summary>
    static abstract TV Fma(TV a, TV b, TV c);
}

/// <summary>Any lanes; used where there are no vectors.</summary>
internal readonly unsafe struct LaneMath<TLanes, T> : ITileMath<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    public static TLanes Zero => TLanes.Zero;

    [MethodImpl(AggressiveInlining)]
    public static TLanes Load(T* source) => TLanes.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static TLanes Broadcast(T value) => TLanes.Broadcast(value);

    [MethodImpl(AggressiveInlining)]
    public static TLanes Fma(TLanes a, TLanes b, TLanes c) => TLanes.Fma(a, b, c);
}

/// <summary>Four float values.</summary>
internal readonly unsafe struct Single128 : ITileMath<Vector128<float>, float>
{
    public static Vector128<float> Zero => Vector128<float>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);
}

/// <summary>Two double values.</summary>
internal readonly unsafe struct Double128 : ITileMath<Vector128<double>, double>
{
    public static Vector128<double> Zero => Vector128<double>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Load(double* source) => Vector128.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Fma(Vector128<double> a, Vector128<double> b, Vector128<double> c) => Vector128.MultiplyAddEstimate(a, b, c);
}

/// <summary>Eight float values.</summary>
internal readonly unsafe struct Single256 : ITileMath<Vector256<float>, float>
{
    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.MultiplyAddEstimate(a, b, c);
}

/// <summary>Four double values.</summary>
internal readonly unsafe struct Double256 : ITileMath<Vector256<double>, double>
{
    public static Vector256<double> Zero => Vector256<double>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Fma(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.MultiplyAddEstimate(a, b, c);
}

/// <summary>Sixteen float values.</summary>
internal readonly unsafe struct Single512 : ITileMath<Vector512<float>, float>
{
    public static Vector512<float> Zero => Vector512<float>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.MultiplyAddEstimate(a, b, c);
}

/// <summary>Eight double values.</summary>
internal readonly unsafe struct Double512 : ITileMath<Vector512<double>, double>
{
    public static Vector512<double> Zero => Vector512<double>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Fma(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.MultiplyAddEstimate(a, b, c);
}
