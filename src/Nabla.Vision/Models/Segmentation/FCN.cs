namespace Nabla.Vision;

/// <summary>Fully convolutional network on VGG16: scores at a stride of 32, 16 or 8, brought to full size by transposed convolutions that begin as bilinear interpolation. Long, Shelhamer and Darrell (2015).</summary>
/// <remarks>
/// Finer strides add the scores of earlier poolings before the last enlargement. The first layers pad by one rather than by a hundred, so positions need no
/// cropping; height and width are multiples of 32.
/// </remarks>
[Export("vision.models.FCN")]
public sealed class FCN : Module
{
    private static readonly int[] Layers = [2, 2, 3, 3, 3], Widths = [1, 2, 4, 8, 8];
    private readonly List<List<Conv2d>> _stages = [];
    private readonly Conv2d _fc6, _fc7, _score;
    private readonly Conv2d? _score4, _score3;
    private readonly ConvTranspose2d? _twice, _twiceMore;
    private readonly ConvTranspose2d _last;
    private readonly Dropout _drop6, _drop7;
    private readonly BatchNorm2d[][] _norms;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="stride">32, 16 or 8.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="classes">Output channels.</param>
    /// <param name="width">Channels of the first stage; 64 in VGG16.</param>
    /// <param name="hidden">Channels of the layers that were fully connected; 4096 in VGG16.</param>
    /// <param name="batchNorm">Normalise after each convolution, for training from scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stride is another one, or a number is not positive.</exception>
    public FCN(Weights w, int stride, int channels = 3, int classes = 21, int width = 64, int hidden = 4096, bool batchNorm = false)
        : base(w)
    {
        if (stride is not (8 or 16 or 32)) throw new ArgumentOutOfRangeException(nameof(stride), stride, "An FCN has a stride of 32, 16 or 8.");
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int inputs = channels;
        List<BatchNorm2d[]> norms = [];
        for (int stage = 0; stage < 5; stage++)
        {
            List<Conv2d> layers = [];
            List<BatchNorm2d> own = [];
            for (int layer = 0; layer < Layers[stage]; layer++)
            {
                int outputs = width * Widths[stage];
                layers.Add(new(w[$"conv{stage + 1}_{layer + 1}"], inputs, outputs, 3, padding: 1, initializer: Init.KaimingNormal(fanOut: true)));
                if (batchNorm) own.Add(new(w[$"bn{stage + 1}_{layer + 1}"], outputs));
                inputs = outputs;
            }
            _stages.Add(layers);
            norms.Add([.. own]);
        }
        _norms = [.. norms];
        _fc6 = new(w["fc6"], inputs, hidden, 7, padding: 3, initializer: Init.KaimingNormal());
        _drop6 = new(w["drop6"], 0.5);
        _fc7 = new(w["fc7"], hidden, hidden, 1, initializer: Init.KaimingNormal());
        _drop7 = new(w["drop7"], 0.5);
        _score = new(w["score_fr"], hidden, classes, 1, initializer: Init.Zeros);
        if (stride <= 16)
        {
            _score4 = new(w["score_pool4"], width * Widths[3], classes, 1, initializer: Init.Zeros);
            _twice = Bilinear(w["upscore2"], classes, 2);
        }
        if (stride == 8)
        {
            _score3 = new(w["score_pool3"], width * Widths[2], classes, 1, initializer: Init.Zeros);
            _twiceMore = Bilinear(w["upscore_pool4"], classes, 2);
        }
        _last = Bilinear(w[stride == 32 ? "upscore" : $"upscore{stride}"], classes, stride);
    }

    /// <summary>x [N, C, H, W] with multiples of 32 -> scores [N, classes, H, W].</summary>
    /// <exception cref="ShapeMismatchException">The picture has another size.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank != 4 || x.Shape[2] % 32 != 0 || x.Shape[3] % 32 != 0) throw new ShapeMismatchException($"FCN expects [N, C, H, W] with height and width multiples of 32; got {x.Shape}.", nameof(x));
        Tensor? pool3 = null, pool4 = null;
        for (int stage = 0; stage < 5; stage++)
        {
            for (int layer = 0; layer < _stages[stage].Count; layer++)
            {
                x = _stages[stage][layer].Call(x);
                x = _norms[stage].Length > 0 ? _norms[stage][layer].CallRelu(x) : x.Relu();
            }
            x = Functional.MaxPool2d(x, 2);
            if (stage == 2) pool3 = x;
            if (stage == 3) pool4 = x;
        }
        x = _drop6.Call(_fc6.Call(x).Relu());
        x = _drop7.Call(_fc7.Call(x).Relu());
        x = _score.Call(x);
        if (_score4 is not null) x = _twice!.Call(x) + _score4.Call(pool4!);
        if (_score3 is not null) x = _twiceMore!.Call(x) + _score3.Call(pool3!);
        return _last.Call(x);
    }

    internal static void Register()
    {
        foreach (int stride in (int[])[32, 16, 8])
        {
            ModelRegistry.Add(new(
                $"fcn{stride}s", [3, 224, 224],
                (w, set) => new FCN(
                    w, stride, set.Integer("in_chans", 3), set.Integer("num_classes", 21), set.Integer("width", 64), set.Integer("hidden", 4096), set.Integer("batch_norm", 0, 0) != 0),
                $"Fully convolutional VGG16 with a stride of {stride}, for segmentation."));
        }
    }

    private static ConvTranspose2d Bilinear(Weights w, int classes, int factor) =>
        new(w, classes, classes, 2 * factor, stride: factor, padding: factor / 2, bias: false, initializer: Init.Bilinear);
}
