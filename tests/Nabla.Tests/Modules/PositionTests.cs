namespace Nabla.Tests.Modules;

public sealed class PositionTests
{
    [Fact]
    public void Sinusoids_follow_the_formula()
    {
        double[] p = Functional.SinusoidalPositions(3, 5, type: DType.Float64).ToArray<double>();
        Assert.Equal([0, 1, 0, 1, 0], p[..5]);
        Assert.Equal(Math.Sin(2), p[10], 15);
        Assert.Equal(Math.Cos(2), p[11], 15);
        Assert.Equal(Math.Sin(2 / Math.Pow(10_000, 0.4)), p[12], 15);
        Assert.Equal(Math.Sin(2 / Math.Pow(10_000, 0.8)), p[14], 15);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Rotary_products_depend_on_the_distance_alone(bool interleaved)
    {
        Tensor q = Tensor.Arange(0, 8, type: DType.Float64).Sin().Reshape(1, 8), k = Tensor.Arange(3, 11, type: DType.Float64).Cos().Reshape(1, 8);
        double near = Product(5, 2), far = Product(105, 102);
        Assert.Equal(near, far, 12);
        Assert.NotEqual(near, Product(5, 3), 3);
        Assert.Equal(q.Square().Sum().Item(), Functional.RotaryEmbedding(q, 17, interleaved: interleaved).Square().Sum().Item(), 12);

        double Product(int i, int j) => (Functional.RotaryEmbedding(q, i, interleaved: interleaved) * Functional.RotaryEmbedding(k, j, interleaved: interleaved)).Sum().Item();
    }

    [Fact]
    public void Rotary_pairs_turn_by_their_angles()
    {
        Tensor x = Tensor.Of([1.0, 2, 3, 4, 5, 6, 7, 8], [2, 4]);
        (double s, double c, double t, double d) = (Math.Sin(1), Math.Cos(1), Math.Sin(0.01), Math.Cos(0.01));
        Close([1, 2, 3, 4, (5 * c) - (7 * s), (6 * d) - (8 * t), (5 * s) + (7 * c), (6 * t) + (8 * d)], Functional.RotaryEmbedding(x));
        Close([1, 2, 3, 4, (5 * c) - (6 * s), (5 * s) + (6 * c), (7 * d) - (8 * t), (7 * t) + (8 * d)], Functional.RotaryEmbedding(x, interleaved: true));
    }

    [Fact]
    public void Linear_biases_have_the_published_slopes()
    {
        Assert.Equal([-0.5, 0, -0.5], Functional.AlibiBias(8, 3, 3, DType.Float64).Select(0, 0).Select(0, 1).ToArray<double>());
        Tensor twelve = Functional.AlibiBias(12, 1, 2, DType.Float64);
        Close([1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 16.0, 1 / 32.0, 1 / 64.0, 1 / 128.0, 1 / 256.0, Math.Pow(2, -0.5), Math.Pow(2, -1.5), Math.Pow(2, -2.5), Math.Pow(2, -3.5)], -twelve.Select(2, 0).Select(1, 0));
        Assert.Equal(0, twelve.Select(2, 1).Abs().Sum().Item());
    }

    [Fact]
    public void Encodings_are_added_at_each_position()
    {
        Weights w = Weights.Random(1);
        SinusoidalPositionalEncoding fixedOnes = new(w["a"], 4), batchFirst = new(w["b"], 4, batchFirst: true);
        LearnedPositionalEncoding learned = new(w["c"], 5, 4);
        Tensor zeros = Tensor.Zeros([3, 2, 4]), table = Functional.SinusoidalPositions(3, 4);
        Assert.Equal(table.ToArray<float>(), fixedOnes.Call(zeros).Select(1, 1).ToArray<float>());
        Assert.Equal(table.ToArray<float>(), batchFirst.Call(zeros.Transpose(0, 1)).Select(0, 1).ToArray<float>());
        Assert.Equal(learned.Weight.Value.Narrow(0, 0, 3).ToArray<float>(), learned.Call(zeros).Select(1, 0).ToArray<float>());
        Assert.Throws<ShapeMismatchException>(() => learned.Call(Tensor.Zeros([6, 2, 4])));
        Assert.Throws<ShapeMismatchException>(() => fixedOnes.Call(Tensor.Zeros([3, 2, 5])));
        Assert.Throws<ShapeMismatchException>(() => Functional.RotaryEmbedding(Tensor.Zeros([3, 5])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.SinusoidalPositions(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.AlibiBias(0, 1, 1));
    }

    private static void Close(double[] expected, Tensor actual)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 12);
    }
}
