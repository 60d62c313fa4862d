namespace Nabla;

/// <summary>A stack of decoder layers. Vaswani et al. (2017).</summary>
[FunctionalTwin(nameof(Nabla.Functional.MultiheadAttention))]
[Export("nn.TransformerDecoder")]
public sealed class TransformerDecoder : Module
{
    private readonly ModuleList<TransformerDecoderLayer> _layers;
    private readonly LayerNorm? _norm;

    /// <summary>Reads, or creates, <c>layers.0</c>, <c>layers.1</c>, ... and <c>norm</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="build">Builds a layer from its cursor.</param>
    /// <param name="norm">Builds a normalisation behind the last layer; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is negative.</exception>
    public TransformerDecoder(Weights w, int layers, Func<Weights, TransformerDecoderLayer> build, Func<Weights, LayerNorm>? norm = null)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        _layers = new(w["layers"], layers, (cursor, _) => build(cursor));
        _norm = norm?.Invoke(w["norm"]);
    }

    /// <summary>Two inputs: the sequence and the memory.</summary>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 2) throw new ArgumentException($"A decoder takes a sequence and a memory; got {inputs.Count} inputs.", nameof(inputs));
        return [Decode(inputs[0], inputs[1])];
    }

    /// <summary>The sequence after all layers; parameters as <see cref="TransformerDecoderLayer.Decode"/>.</summary>
    /// <param name="x">Sequence [T, N, E], or [N, T, E] when the batch is first, or [T, E].</param>
    /// <param name="memory">Output of an encoder [S, N, E] and so on.</param>
    /// <param name="mask">[T, T] or [N·heads, T, T].</param>
    /// <param name="memoryMask">[T, S] or [N·heads, T, S].</param>
    /// <param name="keyPaddingMask">[N, T].</param>
    /// <param name="memoryKeyPaddingMask">[N, S].</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Decode(
        Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null, Tensor? keyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        foreach (TransformerDecoderLayer layer in _layers) x = layer.Decode(x, memory, mask, memoryMask, keyPaddingMask, memoryKeyPaddingMask);
        return _norm is null ? x : _norm.Call(x);
    }
}
