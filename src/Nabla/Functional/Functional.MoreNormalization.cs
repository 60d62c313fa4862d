namespace Nabla;

public static partial class Functional
{
    /// <summary>x·gain/‖x‖ along the last axis: one learned length for all vectors. Nguyen and Salazar (2019).</summary>
    /// <param name="x">[..., d]; floating point.</param>
    /// <param name="gain">One value, √d at first.</param>
    /// <param name="epsilon">Smallest length divided by.</param>
    /// <exception cref="ShapeMismatchException">The gain has several values.</exception>
    [Export("nn.functional.scale_norm")]
    public static Tensor ScaleNorm(Tensor x, Tensor gain, double epsilon = 1e-5)
    {
        if (gain.Count != 1) throw new ShapeMismatchException($"ScaleNorm has one gain; got shape {gain.Shape}.", nameof(gain));
        return x * (gain.Reshape([]) / Length(x, [-1], epsilon));
    }

    /// <summary>Cosine normalisation: the cosine of the angle between x and each row of a weight, in place of their product. Luo et al. (2017).</summary>
    /// <param name="x">[..., inputs]; floating point.</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="scale">Factor of the cosines.</param>
    /// <param name="epsilon">Smallest length divided by.</param>
    /// <returns>[..., outputs] in -scale..scale.</returns>
    [Export("nn.functional.cosine_linear")]
    public static Tensor CosineLinear(Tensor x, Tensor weight, double scale = 1, double epsilon = 1e-8) =>
        Linear(x / Length(x, [-1], epsilon), weight / Length(weight, [-1], epsilon)) * scale;

    /// <summary>Adaptive instance normalisation: every channel gets the mean and deviation of a style. Huang and Belongie (2017).</summary>
    /// <param name="x">Content [N, C, ...].</param>
    /// <param name="mean">Style mean [N, C].</param>
    /// <param name="deviation">Style deviation [N, C].</param>
    /// <param name="epsilon">Added to the content's variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.adain")]
    public static Tensor AdaIN(Tensor x, Tensor mean, Tensor deviation, double epsilon = 1e-5)
    {
        if (x.Rank < 3) throw new ShapeMismatchException($"AdaIN expects [N, C, ...] with positions; got {x.Shape}.", nameof(x));
        Shape expected = [x.Shape[0], x.Shape[1]];
        if (mean.Shape != expected) throw new ShapeMismatchException($"AdaIN of {x.Shape} expects a mean {expected}; got {mean.Shape}.", nameof(mean));
        if (deviation.Shape != expected) throw new ShapeMismatchException($"AdaIN of {x.Shape} expects a deviation {expected}; got {deviation.Shape}.", nameof(deviation));
        long[] wide = [x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1L, x.Rank - 2)];
        return (InstanceNorm(x, epsilon: epsilon) * deviation.Reshape(wide)) + mean.Reshape(wide);
    }

    /// <summary>The mean and deviation of every channel of a style image, for <see cref="AdaIN"/>.</summary>
    /// <param name="style">[N, C, ...].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>Two tensors [N, C].</returns>
    [Export("nn.functional.channel_statistics")]
    public static (Tensor Mean, Tensor Deviation) ChannelStatistics(Tensor style, double epsilon = 1e-5)
    {
        if (style.Rank < 3) throw new ShapeMismatchException($"Channel statistics need [N, C, ...] with positions; got {style.Shape}.", nameof(style));
        Tensor flat = style.Flatten(2);
        return (flat.Mean(-1), (flat.Var(-1, 0) + epsilon).Sqrt());
    }

    /// <summary>The weight direction·gain/‖direction‖, which separates length and direction. Salimans and Kingma (2016).</summary>
    /// <param name="direction">v, of the weight's shape.</param>
    /// <param name="gain">g, with extent 1 on all axes but <paramref name="axis"/>.</param>
    /// <param name="axis">The axis of units; each has a length of its own.</param>
    [Export("nn.functional.weight_norm")]
    public static Tensor WeightNorm(Tensor direction, Tensor gain, int axis = 0)
    {
        axis = direction.Shape.Axis(axis);
        int[] others = [.. Enumerable.Range(0, direction.Rank).Where(i => i != axis)];
        return direction * (gain / Length(direction, others, 0));
    }

    /// <summary>A weight divided by its largest singular value, which power iteration finds. Miyato et al. (2018).</summary>
    /// <param name="weight">[out, in, kernel...].</param>
    /// <param name="u">[out], the left singular vector so far; moves on in place.</param>
    /// <param name="iterations">Steps of power iteration, 0 or more; 0 uses <paramref name="u"/> as it is.</param>
    /// <param name="epsilon">Smallest length divided by.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.spectral_norm")]
    public static Tensor SpectralNorm(Tensor weight, Tensor u, int iterations = 1, double epsilon = 1e-12)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        if (weight.Rank < 2 || u.Shape != new Shape(weight.Shape[0])) throw new ShapeMismatchException($"Spectral normalisation of {weight.Shape} expects u [{(weight.Rank > 0 ? weight.Shape[0] : 0)}]; got {u.Shape}.", nameof(u));
        Tensor matrix = weight.Flatten(1);
        Tensor v;
        using (GradMode.NoGrad())
        {
            Tensor still = matrix.Detach(), left = u.Detach();
            v = Direction(still.T.MatMul(left), epsilon);
            for (int i = 0; i < iterations; i++)
            {
                left = Direction(still.MatMul(v), epsilon);
                v = Direction(still.T.MatMul(left), epsilon);
            }
            u.Detach().CopyInPlace(left);
        }
        Tensor sigma = (u.Detach() * matrix.MatMul(v)).Sum();
        return weight / sigma;
    }

    /// <summary>A layer in the NTK parameterisation: x·Wᵀ/√inputs + b with standard normal W, so the learning rate need not know the width. Jacot et al. (2018).</summary>
    /// <param name="x">[..., inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or null.</param>
    [Export("nn.functional.ntk_linear")]
    public static Tensor NTKLinear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        Tensor y = Linear(x, weight) * (1 / Math.Sqrt(Math.Max(1, weight.Shape[^1])));
        return bias is null ? y : y + bias;
    }

    /// <summary>alpha·x + branch: the sum of a residual block.</summary>
    /// <param name="x">The stream.</param>
    /// <param name="branch">What is added; of the same shape.</param>
    /// <param name="alpha">Weight of the stream.</param>
    [Export("nn.functional.residual")]
    public static Tensor Residual(Tensor x, Tensor branch, double alpha = 1) => alpha == 1 ? x + branch : (x * alpha) + branch;

    private static Tensor Direction(Tensor x, double epsilon) => x / x.Norm().Clamp(low: epsilon);

    private static Tensor Length(Tensor x, int[] axes, double epsilon)
    {
        Tensor square = x.Square().Sum(axes, keepDims: true);
        return (epsilon > 0 ? square.Clamp(low: epsilon * epsilon) : square).Sqrt();
    }
}
