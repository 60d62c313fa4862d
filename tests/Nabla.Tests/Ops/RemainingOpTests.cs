namespace Nabla.Tests.Ops;

/// <summary>Edges and illegal arguments of ops whose values are compared with PyTorch in the golden tests.</summary>
public sealed class RemainingOpTests
{
    [Fact]
    public void The_slope_of_sinc_is_exact_near_zero()
    {
        double[] points = [0, 1e-8, -1e-4, 0.01, 0.0795, 0.0797];
        Tensor x = Tensor.Of(points).WithGrad();
        x.Sinc().Sum().Backward();
        for (int i = 0; i < points.Length; i++)
        {
            // The series of sin a / a to so many terms that rounding is all that is left.
            double a = Math.PI * points[i], slope = 0, power = a, factorial = 6;
            for (int k = 1; k < 12; k++)
            {
                slope += (k % 2 == 0 ? 1 : -1) * 2 * k * power / factorial;
                power *= a * a;
                factorial *= ((2 * k) + 2) * ((2 * k) + 3);
            }
            Assert.Equal(Math.PI * slope, x.Grad!.ToArray<double>()[i], 1e-14);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Equal_elements_have_no_variance_and_no_gradient(int n)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor x = Tensor.Full([2, n], 0.1, type).WithGrad();
            Tensor y = x.Std(1);
            Assert.Equal(0, y.Abs().Amax().Item());
            y.Sum().Backward();
            Assert.Equal(0, x.Grad!.Abs().Amax().Item());
        }
    }

    [Fact]
    public void Elements_that_differ_in_the_last_digit_have_the_variance_they_have()
    {
        float one = 1e4f, next = MathF.BitIncrement(one);
        double step = (double)next - one;
        Assert.Equal(step * step / 2, Tensor.Of([one, next], [2]).Var().Item(), step * step * 1e-6);
        Assert.Equal(step * step * 2 / 9, Tensor.Of([one, next, one], [3]).Var(correction: 0).Item(), step * step * 1e-6);
    }

    [Fact]
    public void Slices_are_counted_whatever_their_type()
    {
        (Tensor values, Tensor inverse, Tensor counts) = Tensor.Of([true, false, true, true, true, false], [3, 2]).Unique(0);
        Assert.Equal([true, false, true, true], values.ToArray<bool>());
        Assert.Equal([0L, 1, 0], inverse.ToArray<long>());
        Assert.Equal([2L, 1], counts.ToArray<long>());
        Assert.Equal([1L, 2, 1], Tensor.Of([5L, 7, 7, 5], [4, 1]).UniqueConsecutive(0).Counts.ToArray<long>());
    }

    [Fact]
    public void Divisors_and_neighbours_refuse_other_types()
    {
        Assert.Throws<ArgumentException>(() => Tensor.Of(1.5f).Gcd(Tensor.Of(1L)));
        Assert.Throws<ArgumentException>(() => Tensor.Of(1L).NextAfter(Tensor.Of(2L)));
        Assert.Throws<ArgumentException>(() => Tensor.Of(1f).Heaviside(Tensor.Of(2.0)));
        Assert.Throws<ArgumentException>(() => Tensor.Of(1L, 2).Quantile(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Of(1f, 2).Quantile(1.5));
        Assert.Throws<ShapeMismatchException>(() => Tensor.Zeros([2, 2]).Cross(Tensor.Zeros([2, 2])));
        Assert.Throws<ShapeMismatchException>(() => Tensor.Zeros([2, 3]).CDist(Tensor.Zeros([2, 2])));
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 3]).AsStrided([2, 2], [3, 2], 2));
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([0, 3]).Mode(0));
    }

    [Fact]
    public void A_window_of_full_length_and_reflection_keep_the_size()
    {
        Tensor x = Tensor.Randn([1, 2, 6], generator: new Philox(1));
        Assert.Equal(new Shape(1, 3, 6), Functional.Conv1d(x, Tensor.Ones([3, 2, 4]), padding: Spatial.Same).Shape);
        Assert.Throws<ArgumentException>(() => Functional.Conv1d(x, Tensor.Ones([3, 2, 4]), padding: Spatial.Same, stride: 2));
        Assert.Throws<ArgumentException>(() => Functional.MaxPool1d(x, 2, padding: Spatial.Same));
    }

    [Fact]
    public void A_transposed_convolution_runs_to_the_size_wanted()
    {
        ConvTranspose2d up = new(Weights.Random(), 3, 2, 3, stride: 2, padding: 1);
        Tensor x = Tensor.Randn([1, 3, 4, 5], generator: new Philox(1));
        Assert.Equal(new Shape(1, 2, 7, 9), up.Call(x).Shape);
        Assert.Equal(new Shape(1, 2, 8, 9), up.ForwardTo(x, (8, 9)).Shape);
        Assert.ThrowsAny<ArgumentException>(() => up.ForwardTo(x, (9, 9)));
        Assert.ThrowsAny<ArgumentException>(() => up.ForwardTo(x, (7, 8)));
    }

    [Fact]
    public void Channels_are_dealt_out_in_turn()
    {
        Tensor x = Tensor.Arange(0, 6).Reshape(1, 6, 1);
        Assert.Equal([0L, 2, 4, 1, 3, 5], Functional.ChannelShuffle(x, 3).ToArray<long>());
    }

    [Fact]
    public void Unpooling_undoes_pooling_to_a_size()
    {
        Tensor x = Tensor.Randn([1, 2, 7], generator: new Philox(1));
        (Tensor values, Tensor indices) = Functional.MaxPoolWithIndices(x, 1, 2);
        Assert.Equal(new Shape(1, 2, 6), Functional.MaxUnpool1d(values, indices, 2).Shape);
        Tensor back = Functional.MaxUnpool1d(values, indices, 2, outputSize: 7);
        Assert.Equal(values.Sum().Item(), back.Sum().Item(), 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.MaxUnpool1d(values, indices, 2, outputSize: 8));
    }

    [Fact]
    public void Whole_channels_fall_to_the_lower_limit()
    {
        Tensor x = Tensor.Ones([8, 16, 5]);
        Tensor y = Functional.FeatureAlphaDropout(x, 0.5, true, new Philox(4));
        Assert.Equal(y.Amax([2]).ToArray<float>(), y.Amin([2]).ToArray<float>());
        Assert.Equal(2, y.Unique().Values.Count);
        Assert.Same(x, Functional.FeatureAlphaDropout(x, 0.5, false));
    }

    [Fact]
    public void Lists_and_dictionaries_of_parameters_have_their_keys()
    {
        Weights w = Weights.Random();
        ParameterList list = new(w["list"]);
        list.Add([2], Init.Ones);
        list.Add([3], Init.Zeros);
        ParameterDict dict = new(w["dict"]);
        dict.Add("gain", [1], Init.Ones);
        Assert.Equal(["0", "1"], list.StateDict().Keys);
        Assert.Equal("list.1", list[1].Name);
        Assert.Equal(["gain"], dict.Keys);
        Assert.Equal("dict.gain", dict["gain"].Name);
    }
}
