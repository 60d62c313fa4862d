using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Copying;

/// <summary>Copies of strided arrays from one element type to another.</summary>
/// <remarks>
/// As in PyTorch: floats become integers by truncation, integers wrap when narrowed, everything becomes bool by comparison with zero.
/// A float outside a 32- or 64-bit integer's range saturates and NaN becomes 0; for narrower integers the low bits of that are kept.
/// </remarks>
public static unsafe class Conversion
{
    /// <summary>y = (type of y) x over a strided shape.</summary>
    /// <param name="x">First element of the source.</param>
    /// <param name="from">Its element type.</param>
    /// <param name="y">First element of the target; may be x only if the types are of one size and the strides equal.</param>
    /// <param name="to">Its element type.</param>
    /// <param name="shape">Size of each dimension.</param>
    /// <param name="xStrides">Strides of the source in elements, 0 to broadcast.</param>
    /// <param name="yStrides">Strides of the target in elements.</param>
    /// <exception cref="ArgumentException">Strides do not match the shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An undefined element type.</exception>
    public static void Convert(void* x, ElementKind from, void* y, ElementKind to, ReadOnlySpan<long> shape, ReadOnlySpan<long> xStrides,
        ReadOnlySpan<long> yStrides)
    {
        if (from == to)
        {
            StridedCopy.Copy(x, y, SizeOf(from), shape, xStrides, yStrides);
            return;
        }
        StridedPlan.Create(out StridedPlan plan, 2, shape, yStrides, xStrides);
        switch (from)
        {
            case ElementKind.Float32: From<float, Plain>(&plan, (float*)x, y, to); break;
            case ElementKind.Float64: From<double, Plain>(&plan, (double*)x, y, to); break;
            case ElementKind.Float16: From<Half, Plain>(&plan, (Half*)x, y, to); break;
            case ElementKind.BFloat16: From<ushort, Brain>(&plan, (ushort*)x, y, to); break;
            case ElementKind.Int8: From<sbyte, Plain>(&plan, (sbyte*)x, y, to); break;
            case ElementKind.UInt8: From<byte, Plain>(&plan, (byte*)x, y, to); break;
            case ElementKind.Int16: From<short, Plain>(&plan, (short*)x, y, to); break;
            case ElementKind.Int32: From<int, Plain>(&plan, (int*)x, y, to); break;
            case ElementKind.Int64: From<long, Plain>(&plan, (long*)x, y, to); break;
            case ElementKind.Bool: From<byte, Truth>(&plan, (byte*)x, y, to); break;
            default: throw new ArgumentOutOfRangeException(nameof(from), from, "No such element type.");
        }
    }

    /// <summary>Bytes of one element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An undefined element type.</exception>
    public static int SizeOf(ElementKind kind) => kind switch
    {
        ElementKind.Int8 or ElementKind.UInt8 or ElementKind.Bool => 1,
        ElementKind.Float16 or ElementKind.BFloat16 or ElementKind.Int16 => 2,
        ElementKind.Float32 or ElementKind.Int32 => 4,
        ElementKind.Float64 or ElementKind.Int64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such element type."),
    };

    private static void From<TIn, FIn>(StridedPlan* plan, TIn* x, void* y, ElementKind to)
        where TIn : unmanaged
        where FIn : struct, IFormat
    {
        switch (to)
        {
            case ElementKind.Float32: Run<TIn, FIn, float, Plain>(plan, x, (float*)y); break;
            case ElementKind.Float64: Run<TIn, FIn, double, Plain>(plan, x, (double*)y); break;
            case ElementKind.Float16: Run<TIn, FIn, Half, Plain>(plan, x, (Half*)y); break;
            case ElementKind.BFloat16: Run<TIn, FIn, ushort, Brain>(plan, x, (ushort*)y); break;
            case ElementKind.Int8: Run<TIn, FIn, sbyte, Plain>(plan, x, (sbyte*)y); break;
            case ElementKind.UInt8: Run<TIn, FIn, byte, Plain>(plan, x, (byte*)y); break;
            case ElementKind.Int16: Run<TIn, FIn, short, Plain>(plan, x, (short*)y); break;
            case ElementKind.Int32: Run<TIn, FIn, int, Plain>(plan, x, (int*)y); break;
            case ElementKind.Int64: Run<TIn, FIn, long, Plain>(plan, x, (long*)y); break;
            case ElementKind.Bool: Run<TIn, FIn, byte, Truth>(plan, x, (byte*)y); break;
            default: throw new ArgumentOutOfRangeException(nameof(to), to, "No such element type.");
        }
    }

    private static void Run<TIn, FIn, TOut, FOut>(StridedPlan* plan, TIn* x, TOut* y)
        where TIn : unmanaged
        where FIn : struct, IFormat
        where TOut : unmanaged
        where FOut : struct, IFormat =>
        Pointwise.Run(plan, 2, new ConvertRow<TIn, FIn, TOut, FOut>(x, y));
}
