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
        ["Conv1d"] = (w, a) => new Conv1d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Int("groups", 1), a.Flag("bias", true)),
        ["ConvTranspose1d"] = (w, a) => new ConvTranspose1d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Flag("bias", true), a.Spatial("dilation")),
        ["MaxPool1d"] = (w, a) => new MaxPool1d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Flag("ceil_mode")),
        ["AvgPool1d"] = (w, a) => new AvgPool1d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true)),
        ["AdaptiveAvgPool1d"] = (w, a) => new AdaptiveAvgPool1d(w, a.Ints("output_size")),
        ["AdaptiveMaxPool1d"] = (w, a) => new AdaptiveMaxPool1d(w, a.Ints("output_size")),
        ["Conv2d"] = (w, a) => new Conv2d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Int("groups", 1), a.Flag("bias", true)),
        ["ConvTranspose2d"] = (w, a) => new ConvTranspose2d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Flag("bias", true), a.Spatial("dilation")),
        ["MaxPool2d"] = (w, a) => new MaxPool2d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Flag("ceil_mode")),
        ["AvgPool2d"] = (w, a) => new AvgPool2d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true)),
        ["AdaptiveAvgPool2d"] = (w, a) => new AdaptiveAvgPool2d(w, a.Ints("output_size")),
        ["AdaptiveMaxPool2d"] = (w, a) => new AdaptiveMaxPool2d(w, a.Ints("output_size")),
        ["Conv3d"] = (w, a) => new Conv3d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Int("groups", 1), a.Flag("bias", true)),
        ["ConvTranspose3d"] = (w, a) => new ConvTranspose3d(w, a.Int("in_channels"), a.Int("out_channels"), a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Flag("bias", true), a.Spatial("dilation")),
        ["MaxPool3d"] = (w, a) => new MaxPool3d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Flag("ceil_mode")),
        ["AvgPool3d"] = (w, a) => new AvgPool3d(w, a.Ints("kernel_size"), a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true)),
        ["AdaptiveAvgPool3d"] = (w, a) => new AdaptiveAvgPool3d(w, a.Ints("output_size")),
        ["AdaptiveMaxPool3d"] = (w, a) => new AdaptiveMaxPool3d(w, a.Ints("output_size")),
    };

    /// <summary>A share, or null, which averages all batches.</summary>
    private static double? Momentum(GoldenArgs a) => a.Given("momentum") ? a.Has("momentum") ? a.Real("momentum") : null : 0.1;
}
