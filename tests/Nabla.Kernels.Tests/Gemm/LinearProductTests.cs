using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Gemm;

[Collection(nameof(PoolAlone))]
public sealed unsafe class LinearProductTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 40, 30 }, { 3, 16, 9 }, { 4, 5, 6 }, { 5, 16, 70 }, { 7, 33, 64 }, { 8, 8, 1 }, { 13, 17, 600 }, { 31, 100, 40 }, { 49, 70, 520 }, { 50, 1, 20 }, { 97, 129, 1100 }, { 300, 48, 33 }, { 6, 3, 0 }, { 5, 520, 1100 }, { 14, 575, 9 }, { 60, 191, 520 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_of_floats_agree_with_sums_in_double(int rows, int outputs, int inputs) => Check<float>(rows, outputs, inputs, 2e-6);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_of_doubles_agree_with_sums_in_double(int rows, int outputs, int inputs) => Check<double>(rows, outputs, inputs, 1e-14);

    [Theory]
    [InlineData(49, 200, 700)]
    [InlineData(200, 1000, 300)]
    [InlineData(5, 130, 2000)]
    public void Bits_are_the_same_for_any_number_of_threads(int rows, int outputs, int inputs)
    {
        (float[] x, float[] w, float[] b) = (Values<float>(1, rows * inputs), Values<float>(2, outputs * inputs), Values<float>(3, outputs));
        int before = WorkPool.Threads;
        try
        {
            foreach (bool prepares in new[] { false, true })
            {
                float[]? first = null;
                foreach (int threads in new[] { 1, 2, 3, 8 })
                {
                    WorkPool.Threads = threads;
                    float[] y = Run(rows, outputs, inputs, x, w, b, prepares, new UnaryEpilogue<float, GeluKernel>(default));
                    first ??= y;
                    Assert.True(first.AsSpan().SequenceEqual(y), $"{threads} threads, prepared: {prepares}");
                }
            }
        }
        finally
        {
            WorkPool.Threads = before;
        }
    }

    [Fact]
    public void A_prepared_matrix_of_other_sizes_is_refused()
    {
        float[] values = new float[12];
        fixed (float* p = values)
        {
            using PreparedMatrix prepared = PreparedMatrix.Of(3, 4, p, 4, 1);
            Assert.True(prepared.Bytes >= 12 * sizeof(float));
            float[] x = new float[100], y = new float[100];
            Assert.Throws<ArgumentException>(() => Run(5, 3, 4, x, values, null, prepared, default(NoEpilogue<float>)));
            prepared.Dispose();
            Assert.Throws<ObjectDisposedException>(() => Run(5, 4, 3, x, values, null, prepared, default(NoEpilogue<float>)));
        }
    }

    [Fact]
    public void Only_floats_and_doubles_are_prepared()
    {
        Assert.Throws<NotSupportedException>(() => PreparedMatrix.Of<int>(1, 1, null, 1, 1));
    }

    private static void Check<T>(int rows, int outputs, int inputs, double tolerance)
        where T : unmanaged
    {
        (T[] x, T[] w, T[] b) = (Values<T>(1, rows * inputs), Values<T>(2, outputs * inputs), Values<T>(3, outputs));
        foreach (bool prepares in new[] { false, true })
        {
            foreach (bool biased in new[] { false, true })
            {
                T[] plain = Run(rows, outputs, inputs, x, w, biased ? b : null, prepares, default(NoEpilogue<T>));
                T[] clipped = Run(rows, outputs, inputs, x, w, biased ? b : null, prepares, new UnaryEpilogue<T, ReluKernel>(default));
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < outputs; j++)
                    {
                        double sum = biased ? Number(b[j]) : 0, size = 1;
                        for (int k = 0; k < inputs; k++)
                        {
                            double product = Number(x[(i * inputs) + k]) * Number(w[(j * inputs) + k]);
                            sum += product;
                            size += Math.Abs(product);
                        }
                        Assert.Equal(sum, Number(plain[(i * outputs) + j]), tolerance * size);
                        Assert.Equal(Math.Max(0, Number(plain[(i * outputs) + j])), Number(clipped[(i * outputs) + j]));
                    }
                }
            }
        }
    }

    private static T[] Run<T, TEpilogue>(int rows, int outputs, int inputs, T[] x, T[] w, T[]? b, bool prepares, TEpilogue epilogue)
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        fixed (T* pw = w)
        {
            using PreparedMatrix? prepared = prepares ? PreparedMatrix.Of(inputs, outputs, pw, 1, inputs) : null;
            return Run(rows, outputs, inputs, x, w, b, prepared, epilogue);
        }
    }

    /// <summary>Results between guards: nothing beside them may be written.</summary>
    private static T[] Run<T, TEpilogue>(int rows, int outputs, int inputs, T[] x, T[] w, T[]? b, PreparedMatrix? prepared, TEpilogue epilogue)
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        using GuardedBuffer<T> pb = new(outputs), px = new(x.Length), pw = new(w.Length), py = new(rows * outputs);
        x.CopyTo(px.Span);
        w.CopyTo(pw.Span);
        b?.CopyTo(pb.Span);
        LinearProduct.Run(rows, outputs, inputs, px.Pointer, inputs, 1, pw.Pointer, inputs, 1, b is null ? null : pb.Pointer, py.Pointer, prepared, epilogue);
        py.AssertIntact();
        return py.Span.ToArray();
    }

    private static T[] Values<T>(int seed, int count)
        where T : unmanaged
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (T)Convert.ChangeType((random.NextDouble() * 2) - 1, typeof(T)))];
    }

    private static double Number<T>(T value) => Convert.ToDouble(value);
}
