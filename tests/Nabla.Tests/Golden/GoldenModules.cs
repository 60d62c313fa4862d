using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>A module built from a recorded description, and how to call it.</summary>
/// <param name="Module">The module; null for a loss, which has no state.</param>
/// <param name="Run">Inputs and keyword arguments to outputs.</param>
internal sealed record GoldenModule(Module? Module, Func<Tensor[], GoldenKeywords, Tensor[]> Run);

/// <summary>Builds modules by PyTorch's names and arguments: one line a module.</summary>
internal static partial class GoldenModules
{
    private static readonly Dictionary<string, Func<Weights, GoldenArgs, Module>> Builders = new[] { Layers(), Activations(), Spatials(), More() }.SelectMany(table => table).ToDictionary(StringComparer.Ordinal);

    /// <summary>The module of a case or of an entry of a sequence.</summary>
    /// <exception cref="NotSupportedException">No line builds it.</exception>
    public static GoldenModule Build(Weights w, JsonElement golden)
    {
        string name = golden.GetProperty("module").GetString()!;
        GoldenArgs args = new(golden.TryGetProperty("args", out JsonElement given) ? given : default);
        if (name == "Sequential") return One(Sequence(w, golden));
        if (Loss(name, args) is { } loss) return new(null, (x, _) => [loss.Call(x[0], x[1])]);
        if (name == "MultiheadAttention") return Attention(w, args);
        if (name == "TransformerEncoderLayer") return Encoder(w, args);
        if (SequenceModule(w, name, args) is { } overSequences) return overSequences;
        if (ThreeInputs(name, args) is { } triple) return new(null, (x, _) => [triple(x)]);
        if (name.StartsWith("MaxPool", StringComparison.Ordinal) && args.Flag("return_indices")) return WithIndices(Builders[name](w, args));
        return One(Create(w, name, args));
    }

    /// <summary>A module that maps tensors to tensors.</summary>
    public static Module Create(Weights w, string name, GoldenArgs args) =>
        Builders.TryGetValue(name, out Func<Weights, GoldenArgs, Module>? build) ? build(w, args)
        : name == "MultiheadAttention" ? Attention(w, args).Module!
        : throw new NotSupportedException($"No line of GoldenModules builds {name}.");

    private static GoldenModule One(Module module) => new(module, (x, _) => [.. module.Run(x)]);

    private static GoldenModule WithIndices(Module module) => new(module, (x, _) =>
    {
        (Tensor values, Tensor indices) = module switch
        {
            MaxPool1d pool => pool.ForwardWithIndices(x[0]),
            MaxPool2d pool => pool.ForwardWithIndices(x[0]),
            _ => ((MaxPool3d)module).ForwardWithIndices(x[0]),
        };
        return [values, indices];
    });

    private static Sequential Sequence(Weights w, JsonElement golden)
    {
        Sequential sequence = new(w);
        foreach (JsonElement layer in golden.GetProperty("layers").EnumerateArray()) sequence.Add(layer[0].GetString()!, cursor => Build(cursor, layer[1]).Module!);
        return sequence;
    }

    private static GoldenModule Attention(Weights w, GoldenArgs a)
    {
        MultiheadAttention module = new(
            w, a.Int("embed_dim"), a.Int("num_heads"), bias: a.Flag("bias", true), addBiasKV: a.Flag("add_bias_kv"), addZeroAttention: a.Flag("add_zero_attn"),
            keyWidth: a.Has("kdim") ? a.Int("kdim") : null, valueWidth: a.Has("vdim") ? a.Int("vdim") : null, batchFirst: a.Flag("batch_first"));
        return new(module, (x, k) =>
        {
            (Tensor y, Tensor? p) = module.Attend(
                x[0], x[1], x[2], k.Tensor("key_padding_mask"), k.Tensor("attn_mask"), k.Flag("need_weights", true), k.Flag("average_attn_weights", true));
            return p is null ? [y] : [y, p];
        });
    }

    private static GoldenModule Encoder(Weights w, GoldenArgs a)
    {
        TransformerEncoderLayer module = new(
            w, a.Int("d_model"), a.Int("nhead"), a.Int("dim_feedforward"), a.Real("dropout"), a.IsText("activation", "gelu") ? TransformerActivation.GELU : TransformerActivation.ReLU,
            batchFirst: a.Flag("batch_first"), normFirst: a.Flag("norm_first"));
        return new(module, (x, k) => [module.Encode(x[0], k.Tensor("src_mask"), k.Tensor("src_key_padding_mask"))]);
    }

    /// <summary>Losses of three inputs (and CTC's four).</summary>
    private static Func<Tensor[], Tensor>? ThreeInputs(string name, GoldenArgs a)
    {
        LossReduction reduction = Enum.Parse<LossReduction>(a.Text("reduction", "mean"), ignoreCase: true);
        return name switch
        {
            "MarginRankingLoss" => x => new MarginRankingLoss(a.Real("margin"), reduction).Call(x[0], x[1], x[2]),
            "CosineEmbeddingLoss" => x => new CosineEmbeddingLoss(a.Real("margin"), reduction).Call(x[0], x[1], x[2]),
            "TripletMarginLoss" => x => new TripletMarginLoss(a.Real("margin", 1), a.Real("p", 2), swap: a.Flag("swap"), reduction: reduction).Call(x[0], x[1], x[2]),
            "TripletMarginWithDistanceLoss" => x => new TripletMarginWithDistanceLoss(margin: a.Real("margin", 1), swap: a.Flag("swap"), reduction: reduction).Call(x[0], x[1], x[2]),
            "GaussianNLLLoss" => x => new GaussianNLLLoss(a.Flag("full"), a.Real("eps", 1e-6), reduction).Call(x[0], x[1], x[2]),
            "CTCLoss" => x => new CTCLoss(a.Long("blank"), a.Flag("zero_infinity"), reduction).Call(x[0].LogSoftmax(-1), x[1], x[2], x[3]),
            _ => null,
        };
    }

    private static Loss? Loss(string name, GoldenArgs a)
    {
        LossReduction reduction = Enum.Parse<LossReduction>(a.Text("reduction", "mean"), ignoreCase: true);
        return name switch
        {
            "CrossEntropyLoss" => new CrossEntropyLoss(labelSmoothing: a.Real("label_smoothing"), reduction: reduction),
            "NLLLoss" => new NLLLoss(ignoreIndex: a.Long("ignore_index", -100), reduction: reduction),
            "MSELoss" => new MSELoss(reduction),
            "L1Loss" => new L1Loss(reduction),
            "SmoothL1Loss" => new SmoothL1Loss(a.Real("beta", 1), reduction),
            "HuberLoss" => new HuberLoss(a.Real("delta", 1), reduction),
            "BCEWithLogitsLoss" => new BCEWithLogitsLoss(reduction: reduction),
            "BCELoss" => new BCELoss(reduction: reduction),
            "KLDivLoss" => new KLDivLoss(reduction: reduction),
            "SoftMarginLoss" => new SoftMarginLoss(reduction),
            "HingeEmbeddingLoss" => new HingeEmbeddingLoss(a.Real("margin", 1), reduction),
            "MultiMarginLoss" => new MultiMarginLoss(a.Int("p", 1), a.Real("margin", 1), reduction: reduction),
            "MultiLabelMarginLoss" => new MultilabelMarginLoss(reduction),
            "MultiLabelSoftMarginLoss" => new MultilabelSoftMarginLoss(reduction: reduction),
            "PoissonNLLLoss" => new PoissonNLLLoss(a.Flag("log_input", true), a.Flag("full"), reduction: reduction),
            _ => null,
        };
    }
}
