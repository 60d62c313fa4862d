using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Fourier;

/// <summary>Moves between complex numbers as pairs and real and imaginary parts apart, and interleaves four vectors: values are only moved, so every way gives the same bits.</summary>
internal static unsafe class FourierShuffle
{
    /// <summary>re[t] = from[2t], im[t] = from[2t + 1].</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Split<T>(T* from, long count, T* re, T* im)
        where T : unmanaged
    {
        long t = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (int lanes = Vector128<T>.Count; t <= count - lanes; t += lanes)
            {
                (Vector128<T> even, Vector128<T> odd) = Unzip(Vector128.Load(from + (2 * t)), Vector128.Load(from + (2 * t) + lanes));
                even.Store(re + t);
                odd.Store(im + t);
            }
        }
        for (; t < count; t++) (re[t], im[t]) = (from[2 * t], from[(2 * t) + 1]);
    }

    /// <summary>to[2t] = re[t]·scale, to[2t + 1] = im[t]·scale.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Join<T>(T* re, T* im, T scale, long count, T* to)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        long t = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<T> factor = Vector128.Create(scale);
            for (int lanes = Vector128<T>.Count; t <= count - lanes; t += lanes)
            {
                (Vector128<T> first, Vector128<T> second) = Zip(Vector128.Load(re + t) * factor, Vector128.Load(im + t) * factor);
                first.Store(to + (2 * t));
                second.Store(to + (2 * t) + lanes);
            }
        }
        for (; t < count; t++) (to[2 * t], to[(2 * t) + 1]) = (re[t] * scale, im[t] * scale);
    }

    /// <summary>The last element first.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector128<T> Reverse<T>(Vector128<T> x)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Vector128.Shuffle(x.AsSingle(), Vector128.Create(3, 2, 1, 0)).As<float, T>() : Vector128.Shuffle(x.AsDouble(), Vector128.Create(1L, 0L)).As<double, T>();

    /// <summary>Writes re₀ im₀ re₁ im₁ ...</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Pairs<T>(Vector128<T> re, Vector128<T> im, T* to)
        where T : unmanaged
    {
        (Vector128<T> first, Vector128<T> second) = Zip(re, im);
        first.Store(to);
        second.Store(to + Vector128<T>.Count);
    }

    /// <summary>Reads re₀ im₀ re₁ im₁ ...</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Parts<T>(T* from, out Vector128<T> re, out Vector128<T> im)
        where T : unmanaged =>
        (re, im) = Unzip(Vector128.Load(from), Vector128.Load(from + Vector128<T>.Count));

    /// <summary>Writes a₀ b₀ c₀ d₀ a₁ b₁ c₁ d₁ ...</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Interleave<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d, T* to)
        where T : unmanaged
    {
        int lanes = Vector128<T>.Count;
        (Vector128<T> ab, Vector128<T> abHigh) = Zip(a, b);
        (Vector128<T> cd, Vector128<T> cdHigh) = Zip(c, d);
        if (typeof(T) == typeof(double))
        {
            ab.Store(to);
            cd.Store(to + lanes);
            abHigh.Store(to + (2 * lanes));
            cdHigh.Store(to + (3 * lanes));
            return;
        }
        // Pairs of floats move like doubles.
        (Vector128<double> first, Vector128<double> second) = Zip(ab.AsDouble(), cd.AsDouble());
        (Vector128<double> third, Vector128<double> fourth) = Zip(abHigh.AsDouble(), cdHigh.AsDouble());
        first.As<double, T>().Store(to);
        second.As<double, T>().Store(to + lanes);
        third.As<double, T>().Store(to + (2 * lanes));
        fourth.As<double, T>().Store(to + (3 * lanes));
    }

    /// <summary>a₀ b₀ a₁ b₁ ... in two vectors.</summary>
    [MethodImpl(AggressiveInlining)]
    private static (Vector128<T> First, Vector128<T> Second) Zip<T>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            if (Sse.IsSupported) return (Sse.UnpackLow(a.AsSingle(), b.AsSingle()).As<float, T>(), Sse.UnpackHigh(a.AsSingle(), b.AsSingle()).As<float, T>());
            if (AdvSimd.Arm64.IsSupported) return (AdvSimd.Arm64.ZipLow(a.AsSingle(), b.AsSingle()).As<float, T>(), AdvSimd.Arm64.ZipHigh(a.AsSingle(), b.AsSingle()).As<float, T>());
        }
        else
        {
            if (Sse2.IsSupported) return (Sse2.UnpackLow(a.AsDouble(), b.AsDouble()).As<double, T>(), Sse2.UnpackHigh(a.AsDouble(), b.AsDouble()).As<double, T>());
            if (AdvSimd.Arm64.IsSupported) return (AdvSimd.Arm64.ZipLow(a.AsDouble(), b.AsDouble()).As<double, T>(), AdvSimd.Arm64.ZipHigh(a.AsDouble(), b.AsDouble()).As<double, T>());
        }
        Vector128<T> first = a, second = a;
        int lanes = Vector128<T>.Count, half = lanes / 2;
        for (int i = 0; i < half; i++)
        {
            first = first.WithElement(2 * i, a[i]).WithElement((2 * i) + 1, b[i]);
            second = second.WithElement(2 * i, a[i + half]).WithElement((2 * i) + 1, b[i + half]);
        }
        return (first, second);
    }

    /// <summary>The even and the odd elements of two vectors.</summary>
    [MethodImpl(AggressiveInlining)]
    private static (Vector128<T> Even, Vector128<T> Odd) Unzip<T>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged
    {
        // Two doubles: the same move as Zip.
        if (typeof(T) == typeof(double)) return Zip(a, b);
        if (Sse.IsSupported) return (Sse.Shuffle(a.AsSingle(), b.AsSingle(), 0b10_00_10_00).As<float, T>(), Sse.Shuffle(a.AsSingle(), b.AsSingle(), 0b11_01_11_01).As<float, T>());
        if (AdvSimd.Arm64.IsSupported) return (AdvSimd.Arm64.UnzipEven(a.AsSingle(), b.AsSingle()).As<float, T>(), AdvSimd.Arm64.UnzipOdd(a.AsSingle(), b.AsSingle()).As<float, T>());
        return (Vector128.Create(a.AsSingle()[0], a.AsSingle()[2], b.AsSingle()[0], b.AsSingle()[2]).As<float, T>(), Vector128.Create(a.AsSingle()[1], a.AsSingle()[3], b.AsSingle()[1], b.AsSingle()[3]).As<float, T>());
    }
}
