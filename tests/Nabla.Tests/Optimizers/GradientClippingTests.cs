using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>Clipping against plain float64 loops.</summary>
public sealed class GradientClippingTests
{
    private static readonly double[] First = [3, -4, 0.5, 0, 12, -1], Second = [-2, 7.5];

    [Theory]
    [InlineData(2, 5)]
    [InlineData(2, 1000)]
    [InlineData(1, 5)]
    [InlineData(3, 2.5)]
    [InlineData(0.5, 2.5)]
    [InlineData(double.PositiveInfinity, 1)]
    public void The_norm_over_all_gradients_is_bounded(double p, double limit)
    {
        Parameter[] parameters = Parameters();
        double[] all = [.. First, .. Second];
        double norm = double.IsInfinity(p) ? all.Max(Math.Abs) : Math.Pow(all.Sum(x => Math.Pow(Math.Abs(x), p)), 1 / p);
        double factor = Math.Min(1, limit / (norm + 1e-6));
        Assert.Equal(norm, GradientClipping.ByNorm(parameters, limit, p), norm * 1e-5);
        double[] clipped = [.. parameters[0].Grad!.Doubles(), .. parameters[1].Grad!.Doubles()];
        for (int i = 0; i < all.Length; i++) Assert.Equal(all[i] * factor, clipped[i], 1e-5);
    }

    [Fact]
    public void Values_are_cut_at_both_ends()
    {
        Parameter[] parameters = Parameters();
        GradientClipping.ByValue(parameters, 2.5);
        Assert.Equal([2.5, -2.5, 0.5, 0, 2.5, -1], parameters[0].Grad!.Doubles());
        Assert.Equal([-2, 2.5], parameters[1].Grad!.Doubles());
    }

    [Fact]
    public void A_norm_that_is_not_finite_can_be_an_error_that_leaves_the_gradients_alone()
    {
        Parameter[] parameters = Parameters();
        parameters[1].Grad = Tensor.Of(float.NaN, 1f);
        Assert.Throws<ArithmeticException>(() => GradientClipping.ByNorm(parameters, 1, errorIfNonFinite: true));
        Assert.Equal(First, parameters[0].Grad!.Doubles());
        Assert.True(double.IsNaN(GradientClipping.ByNorm(parameters, 1)));
        Assert.All(parameters[0].Grad!.Doubles(), x => Assert.True(double.IsNaN(x)));
    }

    [Fact]
    public void No_gradient_is_a_norm_of_zero()
    {
        Parameter parameter = Weights.Random().Get("a", new(2), Init.Zeros);
        Assert.Equal(0, GradientClipping.ByNorm([parameter], 1));
        GradientClipping.ByValue([parameter], 1);
        Assert.Null(parameter.Grad);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("parameters", () => GradientClipping.ByNorm(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("maxNorm", () => GradientClipping.ByNorm([], -1));
        Assert.Throws<ArgumentOutOfRangeException>("normType", () => GradientClipping.ByNorm([], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => GradientClipping.ByValue([], double.NaN));
    }

    private static Parameter[] Parameters()
    {
        Weights w = Weights.Random();
        Parameter a = w.Get("a", new(2, 3), Init.Zeros), b = w.Get("b", new(2), Init.Zeros), idle = w.Get("idle", new(5), Init.Zeros);
        a.Grad = Tensor.Of([.. First.Select(x => (float)x)], [2, 3]);
        b.Grad = Tensor.Of([.. Second.Select(x => (float)x)], [2]);
        return [a, b, idle];
    }
}
