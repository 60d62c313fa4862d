namespace Nabla.Tests.Ops;

/// <summary>Published values of upsampling, its identities, and what bad arguments say.</summary>
public sealed class UpsamplingTests
{
    private static readonly Tensor Square = Tensor.Of([1.0, 2, 3, 4], [1, 1, 2, 2]);

    [Fact]
    public void Doubles_the_textbook_square()
    {
        Assert.Equal([1, 1.25, 1.75, 2], Row(Functional.Upsample(Square, 2, InterpolateMode.Linear)));
        Assert.Equal([1, 4 / 3.0, 5 / 3.0, 2], Row(Functional.Upsample(Square, 2, InterpolateMode.Linear, alignCorners: true)), Near);
        Assert.Equal([0.68359375, 1.015625, 1.5625, 1.89453125], Row(Functional.Upsample(Square, 2, InterpolateMode.Cubic)), Near);
        Assert.Equal([1.0, 1, 2, 2], Row(Functional.Upsample(Square, 2)));
    }

    [Fact]
    public void Pixel_shuffle_of_sixteen()
    {
        Tensor y = Functional.PixelShuffle(Tensor.Arange(0, 16, type: DType.Float64).Reshape(1, 4, 2, 2), 2);
        Assert.Equal([0.0, 4, 1, 5, 8, 12, 9, 13], y.ToArray<double>()[..8]);
        Assert.Equal(Tensor.Arange(0, 16, type: DType.Float64).ToArray<double>(), Functional.PixelUnshuffle(y, 2).ToArray<double>());
    }

    [Fact]
    public void Transposed_convolution_of_ones()
    {
        Tensor y = Functional.ConvTranspose2d(Square, Tensor.Ones([1, 1, 3, 3], DType.Float64), stride: 2, padding: 1, outputPadding: 1);
        Assert.Equal([1.0, 3, 2, 2, 4, 10, 6, 6, 3, 7, 4, 4, 3, 7, 4, 4], y.ToArray<double>());
    }

    [Fact]
    public void Max_pooling_tells_where_its_values_came_from()
    {
        (_, Tensor indices) = new MaxPool2d(Weights.Random(), 2).ForwardWithIndices(Tensor.Arange(0, 16, type: DType.Float64).Reshape(1, 1, 4, 4));
        Assert.Equal([5L, 7, 13, 15], indices.ToArray<long>());
    }

    [Fact]
    public void Transposed_convolution_is_the_gradient_of_convolution()
    {
        Tensor x = Tensor.Randn([1, 2, 5, 6], DType.Float64, new Philox(1)).WithGrad(), w = Tensor.Randn([3, 2, 3, 3], DType.Float64, new Philox(2));
        Tensor y = Functional.Conv2d(x, w, stride: 2, padding: 1);
        Tensor g = Tensor.Randn(y.Shape, DType.Float64, new Philox(3));
        y.Backward(g);
        Assert.Equal(0, (x.Grad! - Functional.ConvTranspose2d(g, w, stride: 2, padding: 1, outputPadding: (0, 1))).Abs().Amax().Item(), 1e-12);
    }

    [Fact]
    public void Transposed_convolution_takes_the_size_wanted()
    {
        ConvTranspose2d layer = new(Weights.Random(0), 1, 1, 3, stride: 2, padding: 1);
        Tensor x = Tensor.Ones([1, 1, 3, 4]);
        Assert.Equal(new Shape(1, 1, 6, 7), layer.ForwardTo(x, (6, 7)).Shape);
        Assert.Equal(new Shape(1, 1, 9), new ConvTranspose1d(Weights.Random(0), 1, 1, 3, stride: 2).ForwardTo(Tensor.Ones([1, 1, 4]), 9).Shape);
        Assert.Equal("size", Assert.Throws<ArgumentException>(() => layer.ForwardTo(x, (7, 7))).ParamName);
        Assert.Equal("size", Assert.Throws<ArgumentException>(() => layer.ForwardTo(x, (6, 6))).ParamName);
    }

    [Fact]
    public void Bilinear_weights_make_a_transposed_convolution_interpolate()
    {
        ConvTranspose2d layer = new(Weights.Random(0, DType.Float64), 2, 2, 4, stride: 2, padding: 1, bias: false, initializer: Init.Bilinear);
        Tensor x = Tensor.Randn([1, 2, 4, 5], DType.Float64, new Philox(1));
        Tensor expected = Functional.Upsample(x, 2, InterpolateMode.Linear);
        // At the border the convolution sees zeros, interpolation the last position again.
        Tensor inside = (layer.Forward(x) - expected).Narrow(2, 1, 6).Narrow(3, 1, 8);
        Assert.Equal(0, inside.Abs().Amax().Item(), 1e-12);
    }

    [Fact]
    public void Identity_grid_reads_the_image()
    {
        Tensor x = Tensor.Randn([2, 3, 4, 5], DType.Float64, new Philox(1));
        Tensor theta = Tensor.Of([1.0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0], [2, 2, 3]);
        foreach (bool align in (bool[])[false, true])
            Assert.Equal(0, (Functional.GridSample(x, Functional.AffineGrid(theta, x.Shape, align), alignCorners: align) - x).Abs().Amax().Item(), 1e-12);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        Tensor x = Tensor.Randn([2, 8, 40, 50], generator: new Philox(1));
        int threads = Nabla.Kernels.Threading.WorkPool.Threads;
        try
        {
            Nabla.Kernels.Threading.WorkPool.Threads = 1;
            float[] one = Functional.Interpolate(x, (97, 31), mode: InterpolateMode.Cubic).ToArray<float>();
            Nabla.Kernels.Threading.WorkPool.Threads = 3;
            Assert.Equal(one, Functional.Interpolate(x, (97, 31), mode: InterpolateMode.Cubic).ToArray<float>());
        }
        finally
        {
            Nabla.Kernels.Threading.WorkPool.Threads = threads;
        }
    }

    [Fact]
    public void Modules_wrap_the_functions()
    {
        Weights w = Weights.Random(1);
        Tensor x = Tensor.Randn([1, 4, 4, 6], generator: new Philox(1));
        Assert.Equal(new Shape(1, 4, 8, 12), new Upsample(w["a"], scales: [2.0]).Forward(x).Shape);
        Assert.Equal(new Shape(1, 4, 5, 7), new UpsamplingBilinear2d(w["b"], (5, 7)).Forward(x).Shape);
        Assert.Equal(new Shape(1, 4, 12, 18), new UpsamplingNearest2d(w["c"], scales: [3.0]).Forward(x).Shape);
        Assert.Equal(new Shape(1, 1, 8, 12), new PixelShuffle(w["d"], 2).Forward(x).Shape);
        Assert.Equal(new Shape(1, 16, 2, 3), new PixelUnshuffle(w["e"], 2).Forward(x).Shape);
        CARAFE carafe = new(w["f"], 4, compressed: 8);
        Tensor y = carafe.Forward(x);
        Assert.Equal(new Shape(1, 4, 8, 12), y.Shape);
        y.Square().Sum().Backward();
        Assert.All(carafe.Parameters(), p => Assert.True(p.Grad!.IsFinite().All().Item<bool>()));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("size", Assert.Throws<ArgumentException>(() => Functional.Interpolate(Square)).ParamName);
        Assert.Equal("size", Assert.Throws<ArgumentException>(() => Functional.Interpolate(Square, 3, [2.0])).ParamName);
        Assert.Equal("alignCorners", Assert.Throws<ArgumentException>(() => Functional.Interpolate(Square, 3, alignCorners: true)).ParamName);
        Assert.Equal("scales", Assert.Throws<ArgumentException>(() => Functional.Upsample(Square, 0.3)).ParamName);
        Assert.Equal("scales", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Upsample(Square, -1)).ParamName);
        Assert.Equal("x", Assert.Throws<ShapeMismatchException>(() => Functional.Upsample(Tensor.Ones([2, 2]), 2)).ParamName);
        Assert.Equal("x", Assert.Throws<ShapeMismatchException>(() => Functional.Upsample(Tensor.Ones([1, 1, 0, 2]), 2)).ParamName);
        Assert.Equal("mode", Assert.Throws<ArgumentException>(() => Functional.Upsample(Tensor.Ones([1, 1, 2]), 2, InterpolateMode.Cubic)).ParamName);
        Assert.Equal("x", Assert.Throws<ShapeMismatchException>(() => Functional.PixelShuffle(Square, 2)).ParamName);
        Assert.Equal("grid", Assert.Throws<ShapeMismatchException>(() => Functional.GridSample(Square, Tensor.Ones([1, 2, 3], DType.Float64))).ParamName);
        Assert.Equal("theta", Assert.Throws<ShapeMismatchException>(() => Functional.AffineGrid(Tensor.Ones([1, 2, 2]), [1, 1, 2, 2])).ParamName);
        Assert.Equal("weights", Assert.Throws<ShapeMismatchException>(() => Functional.CARAFE(Square, Tensor.Ones([1, 4, 4, 4]), 2)).ParamName);
    }

    private static double[] Row(Tensor y) => y.Select(0, 0).Select(0, 0).Select(0, 0).ToArray<double>();

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;
}
