namespace Nabla.Vision;

/// <summary>The small parts that most image models are put together from.</summary>
internal static class Blocks
{
    /// <summary>He's initialisation by the outputs, torchvision's habit for convolutions.</summary>
    public static Initializer ConvInit { get; } = Init.KaimingNormal(fanOut: true);

    /// <summary>Convolution, normalisation and activation, named 0, 1, 2; padded so that stride 1 keeps the size.</summary>
    public static Sequential ConvNorm(
        Weights w, int inputs, int outputs, int kernel, int stride = 1, int groups = 1, int dilation = 1,
        ActivationKind act = ActivationKind.ReLU, Norm? norm = null, Initializer? initializer = null)
    {
        Sequential block = new Sequential(w).Conv(inputs, outputs, kernel, stride, groups, dilation, initializer: initializer).Norm(outputs, norm);
        return act == ActivationKind.None ? block : block.Act(act);
    }

    /// <summary>The nearest multiple of <paramref name="divisor"/>, but not less than 90 % of the value.</summary>
    public static int Divisible(double value, int divisor = 8)
    {
        int rounded = Math.Max(divisor, (int)(value + (divisor / 2.0)) / divisor * divisor);
        return rounded < 0.9 * value ? rounded + divisor : rounded;
    }

    /// <summary>The mean over all positions: [N, C, H, W] -> [N, C].</summary>
    public static Tensor GlobalPool(Tensor x) => Functional.AdaptiveAvgPool2d(x, 1).Flatten(1);

    extension(Sequential layers)
    {
        /// <summary>Appends a convolution padded so that stride 1 keeps the size.</summary>
        public Sequential Conv(int inputs, int outputs, int kernel, int stride = 1, int groups = 1, int dilation = 1, bool bias = false, Initializer? initializer = null) =>
            layers.Add(w => new Conv2d(
                w, inputs, outputs, kernel, stride, (kernel - 1) / 2 * dilation, dilation, groups, bias, initializer ?? ConvInit, bias ? Init.Zeros : null));

        /// <summary>Appends a batch normalisation.</summary>
        public Sequential Norm(int channels, Norm? norm = null) => layers.Add(w => (norm ?? Vision.Norm.Default).Layer(w, channels));

        /// <summary>Appends an activation.</summary>
        public Sequential Act(ActivationKind kind = ActivationKind.ReLU) => layers.Add(w => kind.Module(w));
    }
}
