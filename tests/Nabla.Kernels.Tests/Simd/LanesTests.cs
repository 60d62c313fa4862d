using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Tests.Simd;

/// <summary>Every vector width against one value at a time, for every operation and element type.</summary>
public unsafe class LanesTests
{
    private static readonly double[] Special = [0, -0.0, 1, -1, 0.5, -2.5, 1.5, 2.5, 3e-39, -1e-45, 1e30, -7.25, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 100];

    [Fact]
    public void Vectors_of_floats_agree_with_scalars()
    {
        Every<float>(i => (float)Special[i % Special.Length]);
        Every<double>(i => Special[i % Special.Length]);
    }

    [Fact]
    public void Vectors_of_integers_agree_with_scalars()
    {
        Every<int>(i => (int.MinValue / 7 * i) + i);
        Every<long>(i => (long.MaxValue / 5 * i) - i);
        Every<short>(i => (short)(i * 7919));
        Every<sbyte>(i => (sbyte)(i * 37));
        Every<byte>(i => (byte)(i * 37));
    }

    [Fact]
    public void Sums_of_all_lanes_are_exact_for_whole_numbers()
    {
        float* x = stackalloc float[16];
        for (int i = 0; i < 16; i++) x[i] = 1 << i;
        Assert.Equal(15f, Lanes128<float>.Sum(Lanes128<float>.Load(x)));
        Assert.Equal(255f, Lanes256<float>.Sum(Lanes256<float>.Load(x)));
        Assert.Equal(65535f, Lanes512<float>.Sum(Lanes512<float>.Load(x)));
        double* d = stackalloc double[8];
        for (int i = 0; i < 8; i++) d[i] = 1 << i;
        Assert.Equal(255.0, Lanes512<double>.Sum(Lanes512<double>.Load(d)));
    }

    private static void Every<T>(Func<int, T> draw) where T : unmanaged
    {
        Compare<Lanes128<T>, T>(draw);
        Compare<Lanes256<T>, T>(draw);
        Compare<Lanes512<T>, T>(draw);
    }

    private static void Compare<V, T>(Func<int, T> draw) where V : struct, ILanes<V, T> where T : unmanaged
    {
        int n = V.Count;
        T* a = stackalloc T[64];
        T* b = stackalloc T[64];
        T* c = stackalloc T[64];
        for (int shift = 0; shift < 16; shift++)
        {
            for (int i = 0; i < n; i++) (a[i], b[i], c[i]) = (draw(i), draw(i + shift), draw((3 * i) + 1));
            T[] wide = Results<V, T>(a, b, c);
            for (int i = 0; i < n; i++)
            {
                T[] narrow = Results<Lanes1<T>, T>(a + i, b + i, c + i);
                for (int op = 0; op < narrow.Length; op++)
                    Assert.True(Same(narrow[op], wide[(op * n) + i]), $"{typeof(T).Name} x {n}, operation {op}: {a[i]} {b[i]} {c[i]} gives {wide[(op * n) + i]}, not {narrow[op]}");
            }
        }
    }

    private static T[] Results<V, T>(T* a, T* b, T* c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V x = V.Load(a), y = V.Load(b), z = V.Load(c);
        byte* bytes = stackalloc byte[64];
        V.StoreMask(bytes, V.Less(x, y));
        List<V> all =
        [
            x + y, x - y, x * y, -x, x & y, x | y, x ^ y, ~x, V.AndNot(x, y), V.Fma(x, y, z), V.Fma(x, y, 3), V.Horner(x, y, 1, 2, 3, 4), V.Min(x, y), V.Max(x, y),
            V.Abs(x), V.Floor(x), V.Ceiling(x), V.Round(x), V.Truncate(x), V.Equal(x, y), V.Less(x, y), V.LessOrEqual(x, y), V.Greater(x, y), V.GreaterOrEqual(x, y),
            V.Select(V.Less(x, y), x, z), V.AddBits(x, y), V.SubtractBits(x, y), V.ShiftLeft(x, 3), V.ShiftRight(x, 3), V.LoadMask(bytes), V.Broadcast(default), V.Constant(7), V.Bits(77), V.Zero,
        ];
        if (ScalarNumber.IsFloating<T>()) all.AddRange([x / y, V.Sqrt(x)]);
        T[] results = new T[all.Count * V.Count];
        for (int op = 0; op < all.Count; op++)
            fixed (T* to = &results[op * V.Count]) V.Store(to, all[op]);
        return results;
    }

    // Any NaN equals any other; zeros of both signs may swap in a minimum or maximum.
    private static bool Same<T>(T a, T b) where T : unmanaged
    {
        if (MemoryMarshal.AsBytes<T>([a]).SequenceEqual(MemoryMarshal.AsBytes<T>([b]))) return true;
        if (!ScalarNumber.IsFloating<T>()) return false;
        double x = ScalarNumber.ToDouble(a), y = ScalarNumber.ToDouble(b);
        return (double.IsNaN(x) && double.IsNaN(y)) || (x == 0 && y == 0);
    }
}
