namespace Nabla.Tests.Memory;

[Collection("memory")]
public class MemoryTests
{
    [Fact]
    public void Ten_thousand_steps_without_a_dispose_keep_memory_flat()
    {
        Weights w = Weights.Random(1);
        Sequential model = new(w, c => new Linear(c, 256, 256), c => new ReLU(c), c => new Linear(c, 256, 10));
        Tensor x = Tensor.Ones([64, 256]), y = Tensor.Zeros([64], DType.Int64);
        long early = 0, most = 0;
        for (int step = 0; step < 10_000; step++)
        {
            Functional.CrossEntropy(model.Call(x), y).Backward();
            foreach (Parameter parameter in model.Parameters()) parameter.Grad = null;
            long held = BufferPool.OutstandingBytes + BufferPool.CachedBytes;
            if (step < 2_000) early = Math.Max(early, held);
            else most = Math.Max(most, held);
        }
        Assert.True(most <= early * 1.25, $"{early / 1e6:N0} MB in the first 2,000 steps, {most / 1e6:N0} MB later");
    }

    [Fact]
    public void A_scope_returns_what_is_not_kept()
    {
        long before = BufferPool.OutstandingBytes;
        Tensor kept;
        using (TensorScope scope = new())
        {
            Tensor big = Tensor.Ones([1 << 18]);
            kept = scope.Keep(big.Sum());
        }
        Assert.True(BufferPool.OutstandingBytes - before < 1 << 18, "the big tensor was not returned");
        Assert.Equal(1 << 18, kept.Item());
    }

    [Fact]
    public void A_scope_returns_the_mask_of_attention_that_nobody_differentiates()
    {
        Tensor q = Tensor.Ones([1, 2, 256, 8]), packed = Tensor.Ones([1, 256, 48]);
        Attend();
        long before = BufferPool.OutstandingBytes;
        Attend();
        Assert.True(BufferPool.OutstandingBytes - before < 1 << 18, "a mask was not returned");

        void Attend()
        {
            using TensorScope scope = new();
            Functional.ScaledDotProductAttention(q, q, q, Tensor.Zeros([256, 256]) + 1);
            Functional.PackedSelfAttention(packed, 2, Tensor.Zeros([256, 256]) + 1);
        }
    }

    [Fact]
    public void A_size_in_use_is_kept_though_the_pool_is_full_of_another()
    {
        BufferPool.Trim();
        using (TensorScope scope = new())
        {
            // More than the pool keeps, in one size.
            for (int i = 0; i < 5; i++) Tensor.Empty([10 << 20]);
        }
        Use();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 4; i++) Use();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 4 << 20);
        BufferPool.Trim();

        static void Use()
        {
            using TensorScope scope = new();
            Tensor.Empty([3 << 20]);
            Tensor.Empty([3 << 20]);
        }
    }

    [Fact]
    public void A_pass_that_needs_other_sizes_at_its_end_makes_nothing_afresh_in_the_next()
    {
        // What earlier tests forgot comes back now, not meanwhile.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        BufferPool.Trim();
        BufferPool.ResetPeak();
        Pass();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Pass();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 4 << 20);
        BufferPool.Trim();

        static void Pass()
        {
            Hold(16, 10 << 18);
            Hold(6, 7 << 18);
        }

        static void Hold(int count, int floats)
        {
            using TensorScope scope = new();
            for (int i = 0; i < count; i++) Tensor.Empty([floats]);
        }
    }

    [Fact]
    public void Values_the_graph_needs_survive_a_scope()
    {
        Tensor x = Tensor.Of(1.0, 2.0, 3.0).WithGrad();
        Tensor loss;
        using (TensorScope scope = new())
        {
            Tensor square = x * x;
            loss = scope.Keep((square * square).Sum());
        }
        loss.Backward();
        Assert.Equal([4.0, 32.0, 108.0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_span_stays_valid_after_its_tensor_is_gone()
    {
        Span<float> span = Tensor.Full([1000], 7f).AsSpan<float>();
        for (int i = 0; i < 200; i++)
        {
            Tensor.Full([1000], (float)i);
            if (i % 50 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        Assert.Equal(-1, span.IndexOfAnyExcept(7f));
    }

    [Fact]
    public void Use_after_dispose_says_so()
    {
        Tensor x = Tensor.Ones([2]);
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x + 1);
    }
}
