using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Fourier;

/// <summary>Products of complex numbers whose real and imaginary parts lie in two arrays.</summary>
internal static unsafe class PlanarProduct
{
    /// <summary>y = x·w element by element; y may be x. The same operations whatever the width.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Run<T>(T* xr, T* xi, T* wr, T* wi, long count, T* yr, T* yi)
        where T : unmanaged, INumber<T>
    {
        long t = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (int lanes = Vector256<T>.Count; t <= count - lanes; t += lanes)
            {
                Vector256<T> a = Vector256.Load(xr + t), b = Vector256.Load(xi + t), c = Vector256.Load(wr + t), d = Vector256.Load(wi + t);
                ((a * c) - (b * d)).Store(yr + t);
                ((a * d) + (b * c)).Store(yi + t);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (int lanes = Vector128<T>.Count; t <= count - lanes; t += lanes)
            {
                Vector128<T> a = Vector128.Load(xr + t), b = Vector128.Load(xi + t), c = Vector128.Load(wr + t), d = Vector128.Load(wi + t);
                ((a * c) - (b * d)).Store(yr + t);
                ((a * d) + (b * c)).Store(yi + t);
            }
        }
        for (; t < count; t++)
        {
            T a = xr[t], b = xi[t], c = wr[t], d = wi[t];
            (yr[t], yi[t]) = ((a * c) - (b * d), (a * d) + (b * c));
        }
    }
}
