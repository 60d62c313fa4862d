using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Softmax;

/// <summary>log Σ e^(x - max) of up to eight neighbouring rows: sums of two rows at a time, logarithms of all of them together.</summary>
internal static unsafe class LogSumRows
{
    /// <summary>Most rows of one call.</summary>
    public const int Most = 8;

    private const long Block = 4096;

    /// <summary>The largest value of each row and the logarithm of its sum. A row's bits do not depend on its neighbours.</summary>
    /// <param name="x">The rows [rows, n].</param>
    /// <param name="n">Length of a row, not 0.</param>
    /// <param name="rows">1 to <see cref="Most"/>.</param>
    /// <param name="max">Receives the largest values; a NaN may be passed over, it spoils the sum.</param>
    /// <param name="log">Receives the logarithms; room for <see cref="Most"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, T>(T* x, long n, int rows, T* max, double* log) where V : struct, ILanes<V, T> where T : unmanaged
    {
        for (int r = 0; r < rows; r += 2)
        {
            int s = Math.Min(r + 1, rows - 1);
            // A last single row stands for both.
            Pair<V, T>(x + (r * n), x + (s * n), n, out T max0, out double sum0, out T max1, out double sum1);
            (max[r], log[r], max[s], log[s]) = (max0, sum0, max1, sum1);
        }
        for (int r = rows; r < Most; r++) log[r] = 1;
        if (Width.Is512) Logarithms<Lanes512<double>>(log, rows);
        else if (Width.Is256) Logarithms<Lanes256<double>>(log, rows);
        else if (Width.Is128) Logarithms<Lanes128<double>>(log, rows);
        else Logarithms<Lanes1<double>>(log, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Logarithms<V>(double* log, int rows) where V : struct, ILanes<V, double>
    {
        for (int i = 0; i < rows; i += V.Count) V.Store(log + i, VectorMath.Log<V, double>(V.Load(log + i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair<V, T>(T* x0, T* x1, long n, out T most0, out double sum0, out T most1, out double sum1) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V max0 = V.Broadcast(MachineVector.FromDouble<T>(double.NegativeInfinity)), max1 = max0;
        long whole = n - (n % V.Count), i = 0;
        for (; i < whole; i += V.Count)
        {
            max0 = V.MaxFast(max0, V.Load(x0 + i));
            max1 = V.MaxFast(max1, V.Load(x1 + i));
        }
        most0 = Largest<V, T>(max0);
        most1 = Largest<V, T>(max1);
        sum0 = sum1 = 0;
        if (whole < n)
        {
            Raise<V, T>(x0, whole, n, ref most0);
            Raise<V, T>(x1, whole, n, ref most1);
        }
        max0 = V.Broadcast(most0);
        max1 = V.Broadcast(most1);
        for (i = 0; i < whole;)
        {
            long end = Math.Min(i + Block, whole);
            V a = V.Zero, b = a;
            for (; i < end; i += V.Count)
            {
                V e = VectorMath.ExpNonPositive<V, T>(V.Load(x0 + i) - max0), f = VectorMath.ExpNonPositive<V, T>(V.Load(x1 + i) - max1);
                a += e;
                b += f;
            }
            sum0 += MachineVector.ToDouble(V.Sum(a));
            sum1 += MachineVector.ToDouble(V.Sum(b));
        }
        if (whole == n) return;
        AddRest<V, T>(x0, whole, n, most0, ref sum0);
        AddRest<V, T>(x1, whole, n, most1, ref sum1);
    }

    // A NaN may be passed over, which saves most of MaxAcross.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Largest<V, T>(V max) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(V) != typeof(Lanes256<float>)) return V.MaxAcross(max);
        Vector256<float> all = Unsafe.BitCast<V, Vector256<float>>(max);
        Vector128<float> four = Vector128.MaxNative(all.GetLower(), all.GetUpper());
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        return Unsafe.BitCast<float, T>(four.ToScalar());
    }

    // The ends of rows are calls of their own: the loops above use up what the just-in-time compiler inlines in one method.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Raise<V, T>(T* x, long from, long n, ref T max) where V : struct, ILanes<V, T> where T : unmanaged =>
        max = V.MaxAcross(V.MaxFast(V.Broadcast(max), Lanes.LoadPartial<V, T>(x + from, (int)(n - from))));

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddRest<V, T>(T* x, long from, long n, T max, ref double sum) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V rest = Lanes.LoadPartial<V, T>(x + from, (int)(n - from), MachineVector.FromDouble<T>(double.NegativeInfinity));
        sum += MachineVector.ToDouble(V.Sum(VectorMath.ExpNonPositive<V, T>(rest - V.Broadcast(max))));
    }
}
