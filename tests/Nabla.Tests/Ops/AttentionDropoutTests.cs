namespace Nabla.Tests;

public sealed class AttentionDropoutTests
{
    [Fact]
    public void The_same_seed_drops_the_same_weights()
    {
        (Tensor q, Tensor k, Tensor v) = Operands();
        Tensor first = Attend(q, k, v, seed: 3), again = Attend(q, k, v, seed: 3), other = Attend(q, k, v, seed: 4);
        Assert.Equal(first.ToArray<double>(), again.ToArray<double>());
        Assert.NotEqual(first.ToArray<double>(), other.ToArray<double>());
        Philox sequence = new(3);
        Tensor one = Functional.ScaledDotProductAttention(q, k, v, dropout: 0.4, generator: sequence), two = Functional.ScaledDotProductAttention(q, k, v, dropout: 0.4, generator: sequence);
        Assert.Equal(first.ToArray<double>(), one.ToArray<double>());
        Assert.NotEqual(one.ToArray<double>(), two.ToArray<double>());
    }

    [Fact]
    public void Gradients_of_both_orders_take_the_same_mask()
    {
        (Tensor q, Tensor k, Tensor v) = Operands();
        Tensor[] leaves = [q.WithGrad(), k.WithGrad(), v.WithGrad()];
        GradCheck.Verify(x => Attend(x[0], x[1], x[2], seed: 5), leaves);
        GradGradCheck.Verify(x => Attend(x[0], x[1], x[2], seed: 5), leaves);
    }

    [Fact]
    public void The_mean_over_many_masks_is_attention_without_dropout()
    {
        (Tensor q, Tensor k, Tensor v) = Operands();
        Tensor sum = Tensor.Zeros([1, 2, 5, 3], DType.Float64);
        for (ulong seed = 0; seed < 4000; seed++) sum += Attend(q, k, v, seed);
        Tensor plain = Functional.ScaledDotProductAttention(q, k, v);
        Assert.True(((sum / 4000.0) - plain).Abs().Max().Item() < 0.05);
    }

    [Fact]
    public void A_generator_of_another_kind_draws_the_whole_matrix()
    {
        (Tensor q, Tensor k, Tensor v) = Operands();
        TorchGenerator ours = new(7), theirs = new(7);
        Tensor actual = Functional.ScaledDotProductAttention(q, k, v, dropout: 0.4, generator: ours);
        Tensor weights = Functional.Dropout((q / Math.Sqrt(4)).MatMul(k.Transpose(-1, -2)).Softmax(-1), 0.4, training: true, theirs);
        Assert.True((actual - weights.MatMul(v)).Abs().Max().Item() < 1e-12);
    }

    private static Tensor Attend(Tensor q, Tensor k, Tensor v, ulong seed) => Functional.ScaledDotProductAttention(q, k, v, dropout: 0.4, generator: new Philox(seed));

    private static (Tensor Q, Tensor K, Tensor V) Operands()
    {
        Philox random = new(1);
        return (Tensor.Rand([1, 2, 5, 4], DType.Float64, random), Tensor.Rand([1, 2, 6, 4], DType.Float64, random), Tensor.Rand([1, 2, 6, 3], DType.Float64, random));
    }
}
