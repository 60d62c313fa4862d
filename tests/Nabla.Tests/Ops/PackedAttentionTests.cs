namespace Nabla.Tests.Ops;

public class PackedAttentionTests
{
    /// <summary>Leading axes, heads, width of a head, extents of the mask.</summary>
    public static TheoryData<long[], int, int, long[]?> Shapes => new()
    {
        { [], 2, 4, null },
        { [3], 2, 4, [5, 5] },
        { [2, 3], 2, 4, [2, 5, 5] },
        { [2, 3], 2, 4, [3, 2, 5, 5] },
        { [2, 3], 2, 4, [3, 1, 5, 5] },
        { [2, 3], 2, 4, [2, 1, 2, 5, 5] },
        { [2, 1, 3], 2, 4, [3, 1, 5, 5] },
        { [2], 1, 8, [5, 1] },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Equals_attention_of_the_parts(long[] lead, int heads, int width, long[]? masked)
    {
        Tensor x = Tensor.Rand([.. lead, 5, 3 * heads * width], DType.Float64, new Philox(1)), upstream = Tensor.Rand([.. lead, 5, heads * width], DType.Float64, new Philox(2));
        Tensor? mask = masked is null ? null : Tensor.Rand([.. masked], DType.Float64, new Philox(3));
        foreach (bool learned in (bool[])[false, true])
        {
            (Tensor a, Tensor b) = (x.Clone().WithGrad(), x.Clone().WithGrad());
            (Tensor? m, Tensor? n) = (learned ? mask?.Clone().WithGrad() : mask, learned ? mask?.Clone().WithGrad() : mask);
            Tensor packed = Functional.PackedSelfAttention(a, heads, m, causal: true);
            packed.Backward(upstream);
            Tensor parts = b.Reshape([.. lead, 5, 3, heads, width]);
            int axis = lead.Length + 1;
            Tensor y = Written(Part(0), Part(1), Part(2), n, width).Transpose(-3, -2).Reshape([.. lead, 5, heads * width]);
            y.Backward(upstream);
            AssertClose(y, packed);
            AssertClose(b.Grad!, a.Grad!);
            if (learned && mask is not null) AssertClose(n!.Grad!, m!.Grad!);

            Tensor Part(int part) => parts.Select(axis, part).Transpose(-3, -2);
        }
    }

    [Fact]
    public void Dropout_draws_the_numbers_of_attention_of_the_parts()
    {
        Tensor x = Tensor.Rand([2, 5, 24], generator: new Philox(1)), parts = x.Reshape(2, 5, 3, 2, 4).Permute(2, 0, 3, 1, 4);
        Tensor packed = Functional.PackedSelfAttention(x, 2, dropout: 0.4, generator: new Philox(7));
        Tensor expected = Functional.ScaledDotProductAttention(parts[0], parts[1], parts[2], dropout: 0.4, generator: new Philox(7)).Transpose(1, 2).Reshape(2, 5, 8);
        Assert.Equal(expected.ToArray<float>(), packed.ToArray<float>());
    }

    [Fact]
    public void Half_precision_and_empty_batches_pass()
    {
        Tensor x = Tensor.Rand([2, 5, 24], generator: new Philox(1)), half = x.To(DType.BFloat16).WithGrad();
        Tensor mask = Tensor.Rand([5, 5], generator: new Philox(3)), learned = mask.To(DType.BFloat16).WithGrad();
        Tensor y = Functional.PackedSelfAttention(half, 2, learned);
        Assert.Equal(DType.BFloat16, y.DType);
        Assert.True((y.To(DType.Float32) - Functional.PackedSelfAttention(x, 2, mask)).Abs().Max().Item<float>() < 0.02);
        y.Sum().Backward();
        Assert.Equal(new Shape(5, 5), learned.Grad!.Shape);
        Assert.Equal(new Shape(0, 5, 8), Functional.PackedSelfAttention(Tensor.Zeros([0, 5, 24]), 2).Shape);
        Assert.Equal(new Shape(2, 0, 8), Functional.PackedSelfAttention(Tensor.Zeros([2, 0, 24]), 2).Shape);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 5, 24]);
        Assert.Throws<ShapeMismatchException>(() => Functional.PackedSelfAttention(x, 5));
        Assert.Throws<ShapeMismatchException>(() => Functional.PackedSelfAttention(x, 2, Tensor.Zeros([4, 5])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.PackedSelfAttention(x, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.PackedSelfAttention(x, 2, dropout: 1.5));
        Assert.Throws<ArgumentException>(() => Functional.PackedSelfAttention(Tensor.Zeros([2, 5, 24], DType.Int64), 2));
    }

    /// <summary>Attention with the matrix of weights.</summary>
    private static Tensor Written(Tensor q, Tensor k, Tensor v, Tensor? mask, int width)
    {
        Tensor scores = q.MatMul(k.Transpose(-1, -2)) / Math.Sqrt(width);
        if (mask is not null) scores += mask;
        Tensor past = Tensor.Arange(0, 5).Unsqueeze(1).GreaterOrEqual(Tensor.Arange(0, 5));
        return past.Where(scores, -1e300).Softmax(-1).MatMul(v);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True((expected - actual).Abs().Max().Item<double>() < 1e-13);
    }
}
