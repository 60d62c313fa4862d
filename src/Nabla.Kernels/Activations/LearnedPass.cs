using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Activations;

/// <summary>
/// Activations with learned parameters over adjacent elements: the value in one pass, and in one more the gradients of x and of all parameters.
/// </summary>
/// <remarks>
/// A parameter's gradient is the sum of many products: lanes add up a chunk of fixed size, chunks go in their order to a double, so the bits do not depend on the
/// number of threads.
/// </remarks>
public static unsafe partial class LearnedPass
{
    // Elements of a row, rows and columns that make one partial sum.
    private const long Chunk = 2048, RowChunk = 64, ColumnBlock = 512;

    /// <summary>y = f(x, ...); y may be x.</summary>
    /// <param name="f">The activation.</param>
    /// <param name="x">Input, <see cref="LearnedLayout.Count"/> elements.</param>
    /// <param name="p">Values of the first parameter.</param>
    /// <param name="q">Of the second, or null.</param>
    /// <param name="r">Of the third, or null.</param>
    /// <param name="layout">Which value goes with which element.</param>
    /// <param name="y">Output.</param>
    /// <exception cref="ArgumentException">A parameter has a number of values that fits neither rows nor columns.</exception>
    public static void Forward<S, F>(F f, S* x, S* p, S* q, S* r, in LearnedLayout layout, S* y) where S : unmanaged where F : struct, ILearnedActivation
    {
        Check<F>(layout);
        if (layout.Count == 0) return;
        if (typeof(S) == typeof(float) && F.SinglesInDouble) Forward<S, double, F>(f, x, p, q, r, layout, y);
        else Forward<S, S, F>(f, x, p, q, r, layout, y);
    }

    private static void Forward<S, T, F>(F f, S* x, S* p, S* q, S* r, in LearnedLayout layout, S* y)
        where S : unmanaged
        where T : unmanaged
        where F : struct, ILearnedActivation
    {
        using Values<S, T> first = new(p, layout.First), second = new(q, F.Parameters > 1 ? layout.Second : 0), third = new(r, F.Parameters > 2 ? layout.Third : 0);
        long chunks = (layout.Width + Chunk - 1) / Chunk;
        ForwardBody<S, T, F> body = new(f, x, first.Pointer, second.Pointer, third.Pointer, layout, y, chunks);
        WorkPool.For(layout.Rows * chunks, Math.Max(1, Grain.Of(F.Cost) / Math.Min(layout.Width, Chunk)), ref body);
    }

    private static void Check<F>(in LearnedLayout layout) where F : struct, ILearnedActivation
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layout.Rows, nameof(layout));
        ArgumentOutOfRangeException.ThrowIfNegative(layout.Width, nameof(layout));
        for (int k = 0; k < F.Parameters; k++)
        {
            long count = layout.Of(k);
            if (count < 1 || (count != 1 && (layout.ByColumn ? count != layout.Width : layout.Rows % count != 0)))
                throw new ArgumentException($"{F.Name} over {layout.Rows} rows of {layout.Width} takes no {count} values of parameter {k} by {(layout.ByColumn ? "column" : "row")}.", nameof(layout));
        }
    }

    // Parameters in the type that is computed in: few of them, so a copy costs nothing.
    private readonly ref struct Values<S, T> where S : unmanaged where T : unmanaged
    {
        private readonly NativeBlock? _block;

        public Values(S* from, long count)
        {
            if (typeof(S) == typeof(T) || count == 0)
            {
                Pointer = count == 0 ? null : (T*)from;
                return;
            }
            _block = new(count * sizeof(T));
            Pointer = (T*)_block.Pointer;
            for (long i = 0; i < count; i++) Pointer[i] = ScalarNumber.From<T>(ScalarNumber.ToDouble(from[i]));
        }

        public T* Pointer { get; }

        public void Dispose() => _block?.Dispose();
    }

    private readonly struct ForwardBody<S, T, F>(F f, S* x, T* p, T* q, T* r, LearnedLayout layout, S* y, long chunks) : IRangeBody
        where S : unmanaged
        where T : unmanaged
        where F : struct, ILearnedActivation
    {
        public void Invoke(long start, long end)
        {
            if (Width.Is512) Run<Lanes512<T>>(start, end);
            else if (Width.Is256) Run<Lanes256<T>>(start, end);
            else if (Width.Is128) Run<Lanes128<T>>(start, end);
            else Run<Lanes1<T>>(start, end);
        }

        [MethodImpl(AggressiveOptimization)]
        private void Run<V>(long start, long end) where V : struct, ILanes<V, T>
        {
            T nothing = default;
            for (long job = start; job < end; job++)
            {
                long row = job / chunks, column = job % chunks * Chunk, at = (row * layout.Width) + column, length = Math.Min(Chunk, layout.Width - column);
                if (!layout.ByColumn)
                {
                    T one = F.Parameters > 1 ? q[row % layout.Second] : default, two = F.Parameters > 2 ? r[row % layout.Third] : default;
                    LearnedLoop.Forward<V, S, T, F>(f, x + at, p[row % layout.First], one, two, y + at, length);
                    continue;
                }
                T* first = At(p, layout.First, column, out long a), second = &nothing, third = &nothing;
                long b = 0, c = 0;
                if (F.Parameters > 1) second = At(q, layout.Second, column, out b);
                if (F.Parameters > 2) third = At(r, layout.Third, column, out c);
                LearnedLoop.Forward<V, S, T, F>(f, x + at, first, a, second, b, third, c, y + at, length);
            }
        }

        private static T* At(T* values, long count, long column, out long step)
        {
            step = count == 1 ? 0 : 1;
            return values + (column * step);
        }
    }
}
