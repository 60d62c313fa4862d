using System.Text.Json;

namespace Nabla.Tests.Golden;

internal static partial class GoldenModules
{
    private static Dictionary<string, Func<Weights, GoldenArgs, Module>> Layers() => new()
    {
        ["Linear"] = (w, a) => new Linear(w, a.Int("in_features"), a.Int("out_features"), a.Flag("bias", true)),
        ["Bilinear"] = (w, a) => new Bilinear(w, a.Int("in1_features"), a.Int("in2_features"), a.Int("out_features")),
        ["Embedding"] = (w, a) => new Embedding(w, a.Int("num_embeddings"), a.Int("embedding_dim"), a.Has("padding_idx") ? a.Long("padding_idx") : null),
        ["BatchNorm1d"] = (w, a) => new BatchNorm1d(w, a.Int("num_features"), a.Real("eps", 1e-5), Momentum(a), a.Flag("affine", true), a.Flag("track_running_stats", true)),
        ["InstanceNorm1d"] = (w, a) => new InstanceNorm1d(w, a.Int("num_features"), a.Real("eps", 1e-5), a.Real("momentum", 0.1), a.Flag("affine"), a.Flag("track_running_stats")),
        ["BatchNorm2d"] = (w, a) => new BatchNorm2d(w, a.Int("num_features"), a.Real("eps", 1e-5), Momentum(a), a.Flag("affine", true), a.Flag("track_running_stats", true)),
        ["InstanceNorm2d"] = (w, a) => new InstanceNorm2d(w, a.Int("num_features"), a.Real("eps", 1e-5), a.Real("momentum", 0.1), a.Flag("affine"), a.Flag("track_running_stats")),
        ["BatchNorm3d"] = (w, a) => new BatchNorm3d(w, a.Int("num_features"), a.Real("eps", 1e-5), Momentum(a), a.Flag("affine", true), a.Flag("track_running_stats", true)),
        ["InstanceNorm3d"] = (w, a) => new InstanceNorm3d(w, a.Int("num_features"), a.Real("eps", 1e-5), a.Real("momentum", 0.1), a.Flag("affine"), a.Flag("track_running_stats")),
        ["LayerNorm"] = (w, a) => new LayerNorm(w, new Shape(a.Longs("normalized_shape")), a.Real("eps", 1e-5), a.Flag("elementwise_affine", true)),
        ["GroupNorm"] = (w, a) => new GroupNorm(w, a.Int("num_groups"), a.Int("num_channels"), a.Real("eps", 1e-5), a.Flag("affine", true)),
        ["Dropout"] = (w, a) => new Dropout(w, a.Real("p", 0.5)),
        ["Dropout1d"] = (w, a) => new Dropout1d(w, a.Real("p", 0.5)),
        ["Dropout2d"] = (w, a) => new Dropout2d(w, a.Real("p", 0.5)),
        ["Dropout3d"] = (w, a) => new Dropout3d(w, a.Real("p", 0.5)),
        ["AlphaDropout"] = (w, a) => new AlphaDropout(w, a.Real("p", 0.5)),
        ["Identity"] = (w, _) => new Identity(w),
        ["Flatten"] = (w, a) => new Flatten(w, a.Int("start_dim", 1), a.Int("end_dim", -1)),
        ["Unflatten"] = (w, a) => new Unflatten(w, a.Int("dim"), a.Longs("unflattened_size")),
        ["CosineSimilarity"] = (w, a) => new CosineSimilarity(w, a.Int("dim", 1)),
        ["PairwiseDistance"] = (w, a) => new PairwiseDistance(w, a.Real("p", 2)),
    };

    private static Dictionary<string, Func<Weights, GoldenArgs, Module>> Activations() => new()
    {
        ["ReLU"] = (w, _) => new ReLU(w),
        ["ReLU6"] = (w, _) => new ReLU6(w),
        ["SELU"] = (w, _) => new SELU(w),
        ["SiLU"] = (w, _) => new SiLU(w),
        ["Mish"] = (w, _) => new Mish(w),
        ["Sigmoid"] = (w, _) => new Sigmoid(w),
        ["Tanh"] = (w, _) => new Tanh(w),
        ["Softsign"] = (w, _) => new Softsign(w),
        ["Tanhshrink"] = (w, _) => new Tanhshrink(w),
        ["Hardsigmoid"] = (w, _) => new Hardsigmoid(w),
        ["Hardswish"] = (w, _) => new Hardswish(w),
        ["LogSigmoid"] = (w, _) => new LogSigmoid(w),
        ["Softmax2d"] = (w, _) => new Softmax2d(w),
        ["ELU"] = (w, a) => new ELU(w, a.Real("alpha", 1)),
        ["CELU"] = (w, a) => new CELU(w, a.Real("alpha", 1)),
        ["GELU"] = (w, a) => new GELU(w, a.IsText("approximate", "tanh")),
        ["Softplus"] = (w, a) => new Softplus(w, a.Real("beta", 1), a.Real("threshold", 20)),
        ["Hardtanh"] = (w, a) => new Hardtanh(w, a.Real("min_val", -1), a.Real("max_val", 1)),
        ["Hardshrink"] = (w, a) => new Hardshrink(w, a.Real("lambd", 0.5)),
        ["Softshrink"] = (w, a) => new Softshrink(w, a.Real("lambd", 0.5)),
        ["LeakyReLU"] = (w, a) => new LeakyReLU(w, a.Real("negative_slope", 0.01)),
        ["PReLU"] = (w, a) => new PReLU(w, a.Int("num_parameters", 1)),
        ["Threshold"] = (w, a) => new Threshold(w, a.Real("threshold"), a.Real("value")),
        ["GLU"] = (w, a) => new GLU(w, a.Int("dim", -1)),
        ["Softmax"] = (w, a) => new Softmax(w, a.Int("dim", -1)),
        ["LogSoftmax"] = (w, a) => new LogSoftmax(w, a.Int("dim", -1)),
        ["Softmin"] = (w, a) => new Softmin(w, a.Int("dim", -1)),
    };

    private static Dictionary<string, Func<Weights, GoldenArgs, Module>> Spatials() => new()
    {
        ["Conv1d"] = (w, a) => new Conv1d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), Padding(a), a.Spatial("dilation"), a.Int("groups", 1), a.Flag("bias", true), paddingMode: PaddingMode(a)),
        ["ConvTranspose1d"] = (w, a) => new ConvTranspose1d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Flag("bias", true), a.Spatial("dilation")),
        ["MaxPool1d"] = (w, a) => new MaxPool1d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Flag("ceil_mode")),
        ["AvgPool1d"] = (w, a) => new AvgPool1d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true)),
        ["AdaptiveAvgPool1d"] = (w, a) => new AdaptiveAvgPool1d(w, Sizes(a)),
        ["AdaptiveMaxPool1d"] = (w, a) => new AdaptiveMaxPool1d(w, Sizes(a)),
        ["Conv2d"] = (w, a) => new Conv2d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), Padding(a), a.Spatial("dilation"), a.Int("groups", 1), a.Flag("bias", true), paddingMode: PaddingMode(a)),
        ["ConvTranspose2d"] = (w, a) => new ConvTranspose2d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Flag("bias", true), a.Spatial("dilation")),
        ["MaxPool2d"] = (w, a) => new MaxPool2d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Flag("ceil_mode")),
        ["AvgPool2d"] = (w, a) => new AvgPool2d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true)),
        ["AdaptiveAvgPool2d"] = (w, a) => new AdaptiveAvgPool2d(w, Sizes(a)),
        ["AdaptiveMaxPool2d"] = (w, a) => new AdaptiveMaxPool2d(w, Sizes(a)),
        ["Conv3d"] = (w, a) => new Conv3d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), Padding(a), a.Spatial("dilation"), a.Int("groups", 1), a.Flag("bias", true), paddingMode: PaddingMode(a)),
        ["ConvTranspose3d"] = (w, a) => new ConvTranspose3d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Flag("bias", true), a.Spatial("dilation")),
        ["MaxPool3d"] = (w, a) => new MaxPool3d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Flag("ceil_mode")),
        ["AvgPool3d"] = (w, a) => new AvgPool3d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true)),
        ["AdaptiveAvgPool3d"] = (w, a) => new AdaptiveAvgPool3d(w, Sizes(a)),
        ["AdaptiveMaxPool3d"] = (w, a) => new AdaptiveMaxPool3d(w, Sizes(a)),
    };

    private static Dictionary<string, Func<Weights, GoldenArgs, Module>> More() => new()
    {
        ["LocalResponseNorm"] = (w, a) => new LocalResponseNorm(w, a.Int("size"), a.Real("alpha", 1e-4), a.Real("beta", 0.75), a.Real("k", 1)),
        ["FeatureAlphaDropout"] = (w, a) => new FeatureAlphaDropout(w, a.Real("p", 0.5)),
        ["EmbeddingBag"] = (w, a) => new EmbeddingBag(w, a.Int("num_embeddings"), a.Int("embedding_dim"), mode: Enum.Parse<EmbeddingBagMode>(a.Text("mode", "mean"), ignoreCase: true),
            includeLastOffset: a.Flag("include_last_offset"), paddingIndex: a.Has("padding_idx") ? a.Long("padding_idx") : null),
        ["LPPool1d"] = (w, a) => new LPPool1d(w, a.Real("norm_type"), a.Ints("kernel_size"), a.Spatial("stride"), a.Flag("ceil_mode")),
        ["LPPool2d"] = (w, a) => new LPPool2d(w, a.Real("norm_type"), a.Ints("kernel_size"), a.Spatial("stride"), a.Flag("ceil_mode")),
        ["MaxUnpool1d"] = (w, a) => new MaxUnpool1d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding")),
        ["MaxUnpool2d"] = (w, a) => new MaxUnpool2d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding")),
        ["MaxUnpool3d"] = (w, a) => new MaxUnpool3d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding")),
        ["WeightNormLinear"] = (w, a) => new Linear(w.Parametrize("weight", new WeightNorm(legacyKeys: true)), a.Int("in_features"), a.Int("out_features")),
        ["WeightNormConv2d"] = (w, a) => new Conv2d(w.Parametrize("weight", new WeightNorm(a.Has("dim") ? a.Int("dim") : null, legacyKeys: true)), a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size")),
        ["AdaptiveLogSoftmaxWithLoss"] = (w, a) => new AdaptiveLogSoftmaxWithLoss(w, a.Int("in_features"), a.Int("n_classes"), a.Ints("cutoffs"), a.Real("div_value", 4), a.Flag("head_bias")),
        ["OrthogonalLinear"] = (w, a) => new Linear(w.Parametrize("weight", new Orthogonal()), a.Int("in_features"), a.Int("out_features")),
        ["OrthogonalLinearBy"] = (w, a) => new Linear(
            w.Parametrize("weight", new Orthogonal(a.Text("orthogonal_map") switch { "cayley" => OrthogonalMap.Cayley, "householder" => OrthogonalMap.Householder, _ => OrthogonalMap.MatrixExponential })),
            a.Int("in_features"), a.Int("out_features")),
        ["SpectralNormLinear"] = (w, a) => new Linear(w.Parametrize("weight", new SpectralNorm()), a.Int("in_features"), a.Int("out_features")),
        ["SpectralNormConv2d"] = (w, a) => new Conv2d(w.Parametrize("weight", new SpectralNorm(iterations: 2)), a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size")),
        ["Fold"] = (w, a) => new Fold(w, a.Ints("output_size"), a.Ints("kernel_size"), a.Spatial("dilation"), a.Spatial("padding"), a.Spatial("stride")),
        ["Unfold"] = (w, a) => new Unfold(w, a.Ints("kernel_size"), a.Spatial("dilation"), a.Spatial("padding"), a.Spatial("stride")),
        ["PixelShuffle"] = (w, a) => new PixelShuffle(w, a.Int("upscale_factor")),
        ["PixelUnshuffle"] = (w, a) => new PixelUnshuffle(w, a.Int("downscale_factor")),
        ["ChannelShuffle"] = (w, a) => new ChannelShuffle(w, a.Int("groups")),
        ["ZeroPad2d"] = (w, a) => new ZeroPad2d(w, a.Longs("padding")),
        ["ConstantPad1d"] = (w, a) => new ConstantPad1d(w, a.Real("value"), a.Longs("padding")),
        ["ConstantPad2d"] = (w, a) => new ConstantPad2d(w, a.Real("value"), a.Longs("padding")),
        ["ConstantPad3d"] = (w, a) => new ConstantPad3d(w, a.Real("value"), a.Longs("padding")),
        ["ReflectionPad1d"] = (w, a) => new ReflectionPad1d(w, a.Longs("padding")),
        ["ReflectionPad2d"] = (w, a) => new ReflectionPad2d(w, a.Longs("padding")),
        ["ReflectionPad3d"] = (w, a) => new ReflectionPad3d(w, a.Longs("padding")),
        ["ReplicationPad1d"] = (w, a) => new ReplicationPad1d(w, a.Longs("padding")),
        ["ReplicationPad2d"] = (w, a) => new ReplicationPad2d(w, a.Longs("padding")),
        ["ReplicationPad3d"] = (w, a) => new ReplicationPad3d(w, a.Longs("padding")),
    };

    private static Spatial? Padding(GoldenArgs a) => a.IsText("padding", "same") ? Spatial.Same : a.IsText("padding", "valid") ? null : a.Spatial("padding");

    private static PadMode PaddingMode(GoldenArgs a) => a.Text("padding_mode", "zeros") is var mode and not "zeros" ? Enum.Parse<PadMode>(mode, ignoreCase: true) : PadMode.Constant;

    /// <summary>Output sizes; null, which keeps the input's, is -1.</summary>
    private static Spatial Sizes(GoldenArgs a)
    {
        JsonElement size = a.Raw("output_size");
        return size.ValueKind != JsonValueKind.Array ? size.GetInt32() : size.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? -1 : item.GetInt32()).ToArray();
    }

    /// <summary>A share, or null, which averages all batches.</summary>
    private static double? Momentum(GoldenArgs a) => a.Given("momentum") ? a.Has("momentum") ? a.Real("momentum") : null : 0.1;
}
