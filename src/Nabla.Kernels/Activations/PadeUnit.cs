using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Activations;

/// <summary>Padé activation unit P(x) / (1 + |Q(x)|) with P(x) = Σ aⱼ·xʲ (j from 0) and Q(x) = Σ bₖ·xᵏ (k from 1) (Molina and others 2020).</summary>
/// <remarks>
/// Always computed in double lanes: powers of a float leave its range, and P cancels near its roots. With A = 1 + |Q| and h = g/A: ∂x = h·(P' - sgn Q·y·Q'),
/// ∂aⱼ = Σ h·xʲ, ∂bₖ = -Σ sgn Q·y·h·xᵏ. The sums are added in chunks of fixed size, and the chunks in their order.
/// </remarks>
public static unsafe class PadeUnit
{
    private const long Chunk = 2048;

    private const int Cost = 24;

    /// <summary>y over <paramref name="count"/> adjacent floats or doubles; y may be x.</summary>
    /// <param name="x">Input.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="a">Coefficients of P, the constant first.</param>
    /// <param name="m">How many there are, at least 1.</param>
    /// <param name="b">Coefficients of Q, that of x first.</param>
    /// <param name="n">How many there are, at least 1.</param>
    /// <param name="y">Output.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are no coefficients.</exception>
    public static void Forward<S>(S* x, long count, S* a, int m, S* b, int n, S* y) where S : unmanaged
    {
        Check(count, m, n);
        using NativeBlock coefficients = Spread(a, m, b, n);
        ForwardBody<S> body = new(x, count, (double*)coefficients.Pointer, m, n, y);
        WorkPool.For((count + Chunk - 1) / Chunk, Math.Max(1, Grain.Of(Cost) / Chunk), ref body);
    }

    /// <summary>Gradients in one pass; null for one that is not wanted.</summary>
    /// <param name="g">Gradient of y.</param>
    /// <param name="x">Input.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="a">Coefficients of P, the constant first.</param>
    /// <param name="m">How many there are, at least 1.</param>
    /// <param name="b">Coefficients of Q, that of x first.</param>
    /// <param name="n">How many there are, at least 1.</param>
    /// <param name="gx">Receives the gradient of x.</param>
    /// <param name="ga">Receives m sums.</param>
    /// <param name="gb">Receives n sums.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are no coefficients.</exception>
    public static void Backward<S>(S* g, S* x, long count, S* a, int m, S* b, int n, S* gx, S* ga, S* gb) where S : unmanaged
    {
        Check(count, m, n);
        long chunks = (count + Chunk - 1) / Chunk;
        using NativeBlock coefficients = Spread(a, m, b, n), sums = new(chunks * (m + n) * sizeof(double));
        double* partial = (double*)sums.Pointer;
        BackwardBody<S> body = new(g, x, count, (double*)coefficients.Pointer, m, n, gx, ga == null && gb == null ? null : partial);
        WorkPool.For(chunks, Math.Max(1, Grain.Of(Cost) / Chunk), ref body);
        for (int j = 0; j < m + n; j++)
        {
            S* to = j < m ? ga : gb;
            if (to == null) continue;
            double total = 0;
            for (long c = 0; c < chunks; c++) total += partial[(c * (m + n)) + j];
            to[j < m ? j : j - m] = ScalarNumber.From<S>(total);
        }
    }

    private static void Check(long count, int m, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
    }

    // Every coefficient eight times, which is as many as any lanes read.
    private static NativeBlock Spread<S>(S* a, int m, S* b, int n) where S : unmanaged
    {
        NativeBlock block = new((m + n) * 8L * sizeof(double));
        for (int j = 0; j < m + n; j++) new Span<double>((double*)block.Pointer + (8L * j), 8).Fill(ScalarNumber.ToDouble(j < m ? a[j] : b[j - m]));
        return block;
    }

    private readonly struct ForwardBody<S>(S* x, long count, double* coefficients, int m, int n, S* y) : IRangeBody where S : unmanaged
    {
        public void Invoke(long start, long end)
        {
            long from = start * Chunk, length = Math.Min(end * Chunk, count) - from;
            if (Width.Is512) Run<Lanes512<double>>(x + from, y + from, length);
            else if (Width.Is256) Run<Lanes256<double>>(x + from, y + from, length);
            else if (Width.Is128) Run<Lanes128<double>>(x + from, y + from, length);
            else Run<Lanes1<double>>(x + from, y + from, length);
        }

        [SkipLocalsInit]
        [MethodImpl(AggressiveOptimization)]
        private void Run<V>(S* source, S* target, long length) where V : struct, ILanes<V, double>
        {
            S* tail = stackalloc S[64];
            S* from = source;
            S* to = target;
            long i = 0, stop = length - V.Count, done = 0;
            while (true)
            {
                for (; i <= stop; i += V.Count)
                {
                    V v = LearnedLoop.Load<V, S, double>(from + i);
                    V q = V.Load(coefficients + (8L * (m + n - 1)));
                    for (int k = m + n - 2; k >= m; k--) q = V.Fma(q, v, V.Load(coefficients + (8L * k)));
                    V p = V.Load(coefficients + (8L * (m - 1)));
                    for (int j = m - 2; j >= 0; j--) p = V.Fma(p, v, V.Load(coefficients + (8L * j)));
                    LearnedLoop.Store<V, S, double>(to + i, p / (V.Abs(q * v) + 1));
                }
                if (V.Count == 1 || from == tail || i >= length) break;
                done = i;
                new Span<S>(tail, 64).Fill(source[done]);
                Unsafe.CopyBlockUnaligned(tail, source + done, (uint)((length - done) * sizeof(S)));
                from = to = tail;
                i = stop = 0;
            }
            if (from == tail) Unsafe.CopyBlockUnaligned(target + done, tail, (uint)((length - done) * sizeof(S)));
        }
    }

    private readonly struct BackwardBody<S>(S* g, S* x, long count, double* coefficients, int m, int n, S* gx, double* partial) : IRangeBody where S : unmanaged
    {
        public void Invoke(long start, long end)
        {
            if (Width.Is512) Run<Lanes512<double>>(start, end);
            else if (Width.Is256) Run<Lanes256<double>>(start, end);
            else if (Width.Is128) Run<Lanes128<double>>(start, end);
            else Run<Lanes1<double>>(start, end);
        }

        [SkipLocalsInit]
        [MethodImpl(AggressiveOptimization)]
        private void Run<V>(long start, long end) where V : struct, ILanes<V, double>
        {
            S* tail = stackalloc S[64];
            S* tailG = stackalloc S[64];
            using NativeBlock block = new((m + n) * 8L * sizeof(double));
            double* sums = (double*)block.Pointer;
            for (long chunk = start; chunk < end; chunk++)
            {
                long first = chunk * Chunk, length = Math.Min(Chunk, count - first), whole = length / V.Count * V.Count;
                new Span<double>(sums, 8 * (m + n)).Clear();
                Add<V>(g + first, x + first, gx == null ? null : gx + first, whole, sums);
                if (whole < length)
                {
                    // Lanes beyond the end hold the first left value and no gradient, so they add nothing.
                    uint bytes = (uint)((length - whole) * sizeof(S));
                    new Span<S>(tail, 64).Fill(x[first + whole]);
                    new Span<S>(tailG, 64).Clear();
                    Unsafe.CopyBlockUnaligned(tail, x + first + whole, bytes);
                    Unsafe.CopyBlockUnaligned(tailG, g + first + whole, bytes);
                    Add<V>(tailG, tail, gx == null ? null : tail, V.Count, sums);
                    if (gx != null) Unsafe.CopyBlockUnaligned(gx + first + whole, tail, bytes);
                }
                if (partial == null) continue;
                for (int j = 0; j < m + n; j++) partial[(chunk * (m + n)) + j] = V.Sum(V.Load(sums + (8L * j)));
            }
        }

        [MethodImpl(AggressiveOptimization | NoInlining)]
        private void Add<V>(S* up, S* source, S* target, long length, double* sums) where V : struct, ILanes<V, double>
        {
            for (long i = 0; i < length; i += V.Count)
            {
                V v = LearnedLoop.Load<V, S, double>(source + i);
                V q = V.Load(coefficients + (8L * (m + n - 1))), dq = V.Zero;
                for (int k = m + n - 2; k >= m; k--)
                {
                    dq = V.Fma(dq, v, q);
                    q = V.Fma(q, v, V.Load(coefficients + (8L * k)));
                }
                dq = V.Fma(dq, v, q);
                q *= v;
                V p = V.Load(coefficients + (8L * (m - 1))), dp = V.Zero;
                for (int j = m - 2; j >= 0; j--)
                {
                    dp = V.Fma(dp, v, p);
                    p = V.Fma(p, v, V.Load(coefficients + (8L * j)));
                }
                V inverse = V.Constant(1) / (V.Abs(q) + 1);
                V h = LearnedLoop.Load<V, S, double>(up + i) * inverse;
                // -sgn Q·y, 0 where Q is.
                V turn = V.AndNot(-(p * inverse) ^ (q & V.Bits(long.MinValue)), V.Equal(q, V.Zero));
                if (target != null) LearnedLoop.Store<V, S, double>(target + i, h * V.Fma(turn, dq, dp));
                if (partial == null) continue;
                V power = h;
                for (int j = 0; j < m; j++, power *= v) V.Store(sums + (8L * j), V.Load(sums + (8L * j)) + power);
                power = h * turn * v;
                for (int k = m; k < m + n; k++, power *= v) V.Store(sums + (8L * k), V.Load(sums + (8L * k)) + power);
            }
        }
    }
}
