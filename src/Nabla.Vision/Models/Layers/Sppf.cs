namespace Nabla.Vision;

/// <summary>
/// YOLO's spatial pyramid pooling with YOLOv5's keys: a 1x1 convolution to half the channels, max poolings of growing windows, all joined
/// and mixed by another 1x1 convolution. The maps keep their size.
/// </summary>
/// <remarks>The fast form chains three poolings of k: windows of k, 2k - 1 and 3k - 2, the same values as three poolings of 5, 9 and 13 side by side for k = 5.</remarks>
[Export("vision.models.Sppf")]
public sealed class Sppf : Module
{
    private static readonly Norm YoloNorm = new(1e-3, 0.03);

    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _norm1, _norm2;
    private readonly int[] _kernels;
    private readonly bool _chained;

    /// <summary>The fast form, one window chained three times.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Window, an odd number.</param>
    public Sppf(Weights w, int inputs, int outputs, int kernel = 5)
        : this(w, inputs, outputs, [kernel, kernel, kernel], true)
    {
    }

    /// <summary>The original form, several windows side by side.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernels">Windows, odd numbers, such as 5, 9, 13.</param>
    public Sppf(Weights w, int inputs, int outputs, IReadOnlyList<int> kernels)
        : this(w, inputs, outputs, [.. kernels], false)
    {
    }

    private Sppf(Weights w, int inputs, int outputs, int[] kernels, bool chained)
        : base(w)
    {
        if (kernels.Length == 0 || kernels.Any(kernel => kernel < 1 || kernel % 2 == 0))
            throw new ArgumentException($"Windows must be odd numbers; got [{string.Join(", ", kernels)}].", nameof(kernels));
        (_kernels, _chained) = (kernels, chained);
        int half = inputs / 2;
        _conv1 = new(w["cv1"]["conv"], inputs, half, 1, bias: false);
        _norm1 = YoloNorm.Layer(w["cv1"]["bn"], half);
        _conv2 = new(w["cv2"]["conv"], half * (kernels.Length + 1), outputs, 1, bias: false);
        _norm2 = YoloNorm.Layer(w["cv2"]["bn"], outputs);
    }

    /// <summary>x [N, C, H, W] -> [N, outputs, H, W].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = Functional.SiLU(_norm1.Call(_conv1.Call(x)));
        List<Tensor> maps = [x];
        foreach (int kernel in _kernels) maps.Add(Functional.MaxPool2d(_chained ? maps[^1] : x, kernel, 1, kernel / 2));
        return Functional.SiLU(_norm2.Call(_conv2.Call(Tensor.Cat(maps, 1))));
    }
}
