using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Elementwise;

/// <summary>
/// Applies a kernel to every element of strided arrays of one shape. Strides count elements; a stride of 0 repeats an element (broadcasting).
/// The output may be one of the inputs if it has the same layout; otherwise it must not overlap them.
/// </summary>
/// <remarks>
/// Dimensions are merged and reordered first, so any dense layout runs as one flat loop. Runs with gaps are gathered into a small buffer.
/// Large arrays are shared among the threads of <see cref="WorkPool"/>; every element has the same value for any number of threads and on any
/// position.
/// </remarks>
public static unsafe partial class Pointwise
{
    /// <summary>y = f(x) over <paramref name="count"/> adjacent elements.</summary>
    public static void Unary<T, K>(K kernel, T* x, T* y, long count) where T : unmanaged where K : struct, IUnaryKernel
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Unary(kernel, x, y, [count], [1], [1]);
    }

    /// <summary>y = f(x) over a strided shape.</summary>
    /// <param name="kernel">The function.</param>
    /// <param name="x">First element of the input.</param>
    /// <param name="y">First element of the output.</param>
    /// <param name="shape">Size of each dimension.</param>
    /// <param name="xStrides">Strides of the input, in elements, 0 to broadcast.</param>
    /// <param name="yStrides">Strides of the output, in elements, none of them 0 unless the size is 1.</param>
    /// <exception cref="ArgumentException">Strides do not match the shape, or more than 16 dimensions remain after merging.</exception>
    public static void Unary<T, K>(K kernel, T* x, T* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> xStrides, ReadOnlySpan<long> yStrides)
        where T : unmanaged
        where K : struct, IUnaryKernel
    {
        StridedPlan.Create(out StridedPlan plan, 2, shape, yStrides, xStrides);
        Run(&plan, K.Cost, new UnaryRow<T, K>(kernel, x, y, Streaming.Pays(plan.Count * sizeof(T), y, x)));
    }

    /// <summary>y = f(a, b) over <paramref name="count"/> adjacent elements.</summary>
    public static void Binary<T, K>(K kernel, T* a, T* b, T* y, long count) where T : unmanaged where K : struct, IBinaryKernel
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Binary(kernel, a, b, y, [count], [1], [1], [1]);
    }

    /// <summary>y = f(a, b) over a strided shape.</summary>
    /// <inheritdoc cref="Unary{T, K}(K, T*, T*, ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{long})"/>
    public static void Binary<T, K>(K kernel, T* a, T* b, T* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> aStrides, ReadOnlySpan<long> bStrides,
        ReadOnlySpan<long> yStrides)
        where T : unmanaged
        where K : struct, IBinaryKernel
    {
        StridedPlan.Create(out StridedPlan plan, 3, shape, yStrides, aStrides, bStrides);
        Run(&plan, K.Cost, new BinaryRow<T, K>(kernel, a, b, y, y != a && Streaming.Pays(plan.Count * sizeof(T), y, b)));
    }

    /// <summary>y = f(a, b, c) over <paramref name="count"/> adjacent elements.</summary>
    public static void Ternary<T, K>(K kernel, T* a, T* b, T* c, T* y, long count) where T : unmanaged where K : struct, ITernaryKernel
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Ternary(kernel, a, b, c, y, [count], [1], [1], [1], [1]);
    }

    /// <summary>y = f(a, b, c) over a strided shape.</summary>
    /// <inheritdoc cref="Unary{T, K}(K, T*, T*, ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{long})"/>
    public static void Ternary<T, K>(K kernel, T* a, T* b, T* c, T* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> aStrides,
        ReadOnlySpan<long> bStrides, ReadOnlySpan<long> cStrides, ReadOnlySpan<long> yStrides)
        where T : unmanaged
        where K : struct, ITernaryKernel
    {
        StridedPlan.Create(out StridedPlan plan, 4, shape, yStrides, aStrides, bStrides, cStrides);
        Run(&plan, K.Cost, new TernaryRow<T, K>(kernel, a, b, c, y));
    }

    /// <summary>y = f(x) ? 1 : 0 over a strided shape, for kernels that return masks.</summary>
    /// <inheritdoc cref="Unary{T, K}(K, T*, T*, ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{long})"/>
    public static void Test<T, K>(K kernel, T* x, byte* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> xStrides, ReadOnlySpan<long> yStrides)
        where T : unmanaged
        where K : struct, IUnaryKernel
    {
        StridedPlan.Create(out StridedPlan plan, 2, shape, yStrides, xStrides);
        Run(&plan, K.Cost, new TestRow<T, K>(kernel, x, y));
    }

    /// <summary>y = f(a, b) ? 1 : 0 over a strided shape, for kernels that return masks.</summary>
    /// <inheritdoc cref="Unary{T, K}(K, T*, T*, ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{long})"/>
    public static void Compare<T, K>(K kernel, T* a, T* b, byte* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> aStrides, ReadOnlySpan<long> bStrides,
        ReadOnlySpan<long> yStrides)
        where T : unmanaged
        where K : struct, IBinaryKernel
    {
        StridedPlan.Create(out StridedPlan plan, 3, shape, yStrides, aStrides, bStrides);
        Run(&plan, K.Cost, new CompareRow<T, K>(kernel, a, b, y));
    }

    /// <summary>y = condition ? a : b over a strided shape; any byte but 0 is true. Works on bits, so any element type will do.</summary>
    /// <inheritdoc cref="Unary{T, K}(K, T*, T*, ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{long})"/>
    public static void Where<T>(byte* condition, T* a, T* b, T* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> conditionStrides,
        ReadOnlySpan<long> aStrides, ReadOnlySpan<long> bStrides, ReadOnlySpan<long> yStrides)
        where T : unmanaged
    {
        StridedPlan.Create(out StridedPlan plan, 4, shape, yStrides, conditionStrides, aStrides, bStrides);
        // Lanes know the built-in numbers only; half precision and the like go as integers of their size.
        if (sizeof(T) == 1) Run(&plan, 1, new WhereRow<byte>(condition, (byte*)a, (byte*)b, (byte*)y));
        else if (sizeof(T) == 2) Run(&plan, 1, new WhereRow<short>(condition, (short*)a, (short*)b, (short*)y));
        else if (sizeof(T) == 4) Run(&plan, 1, new WhereRow<int>(condition, (int*)a, (int*)b, (int*)y));
        else if (sizeof(T) == 8) Run(&plan, 1, new WhereRow<long>(condition, (long*)a, (long*)b, (long*)y));
        else throw new NotSupportedException($"Elements of {sizeof(T)} bytes cannot be selected.");
    }

    /// <summary>y = value everywhere.</summary>
    /// <inheritdoc cref="Unary{T, K}(K, T*, T*, ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{long})"/>
    public static void Fill<T>(T value, T* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> yStrides) where T : unmanaged
    {
        StridedPlan.Create(out StridedPlan plan, 1, shape, yStrides);
        Run(&plan, 1, new FillRow<T>(value, y));
    }

    /// <summary>Runs a row body over a whole plan, shared among the threads.</summary>
    internal static void Run<TRow>(StridedPlan* plan, int cost, TRow row) where TRow : struct, IRow
    {
        if (plan->Count == 0)
            return;
        PlanBody<TRow> body = new(plan, row);
        WorkPool.For(plan->Count, Grain.Of(cost), ref body);
    }

    private struct PlanBody<TRow>(StridedPlan* plan, TRow row) : IRangeBody where TRow : struct, IRow
    {
        private TRow _row = row;

        public void Invoke(long start, long end) => plan->Walk(start, end, ref _row);
    }
}
