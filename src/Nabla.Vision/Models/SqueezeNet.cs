namespace Nabla.Vision;

/// <summary>SqueezeNet with torchvision's keys. Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters (2016).</summary>
[Export("vision.models.SqueezeNet")]
public sealed class SqueezeNet : Module
{
    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="small">Version 1.1, which needs 2.4 times less computation, rather than 1.0?</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    public SqueezeNet(Weights w, bool small, int classes = 1000, int channels = 3, double dropout = 0.5)
        : base(w)
    {
        _channels = channels;
        int stem = small ? 64 : 96, inputs = stem;
        _features = new(
            w["features"],
            c => new Conv2d(c, channels, stem, small ? 3 : 7, 2, initializer: Init.KaimingUniform(), biasInitializer: Init.Zeros),
            c => new ReLU(c),
            Pool);
        // The poolings come early in 1.1, which is what makes it cheap.
        int[] squeezes = [16, 16, 32, 32, 48, 48, 64, 64];
        int[] poolAfter = small ? [1, 3] : [2, 6];
        for (int i = 0; i < squeezes.Length; i++)
        {
            int from = inputs, squeeze = squeezes[i];
            _features.Add(c => new Fire(c, from, squeeze, squeeze * 4));
            inputs = squeeze * 8;
            if (poolAfter.Contains(i)) _features.Add(Pool);
        }
        _classifier = new(
            w["classifier"],
            c => new Dropout(c, dropout),
            c => new Conv2d(c, 512, classes, 1, initializer: Init.Normal(0, 0.01), biasInitializer: Init.Zeros),
            c => new ReLU(c),
            c => new AdaptiveAvgPool2d(c, 1));

        static MaxPool2d Pool(Weights w) => new(w, 3, 2, ceilMode: true);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 17.</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 17);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(_features.Call(x)).Flatten(1));
    }

    internal static void Register()
    {
        foreach (bool small in (bool[])[false, true])
        {
            ModelRegistry.Add(new(
                small ? "squeezenet1_1" : "squeezenet1_0", [3, 224, 224],
                (w, set) => new SqueezeNet(w, small, set.Classes(), set.Channels(), set.Drop(0.5)),
                $"SqueezeNet {(small ? "1.1" : "1.0")} (2016).")
            { Classifier = ["classifier.1"], Stem = "features.0", Stages = small ? ["features.1", "features.4", "features.7", "features.12"] : ["features.1", "features.5", "features.10", "features.12"] });
        }
    }

    /// <summary>1x1 down to a few channels, then 1x1 and 3x3 side by side.</summary>
    private sealed class Fire : Module
    {
        private readonly Conv2d _squeeze, _expand1, _expand3;

        public Fire(Weights w, int inputs, int squeezed, int expanded)
            : base(w)
        {
            _squeeze = Conv(w["squeeze"], inputs, squeezed, 1);
            _expand1 = Conv(w["expand1x1"], squeezed, expanded, 1);
            _expand3 = Conv(w["expand3x3"], squeezed, expanded, 3);
        }

        public override Tensor Forward(Tensor x)
        {
            x = _squeeze.Call(x).Relu();
            return Tensor.Cat([_expand1.Call(x).Relu(), _expand3.Call(x).Relu()], 1);
        }

        private static Conv2d Conv(Weights w, int inputs, int outputs, int kernel) =>
            new(w, inputs, outputs, kernel, padding: kernel / 2, initializer: Init.KaimingUniform(), biasInitializer: Init.Zeros);
    }
}
