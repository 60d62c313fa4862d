namespace Nabla;

/// <summary>Self-attention, attention to a memory, and a two-layer perceptron, each with a residual connection and layer normalisation. Vaswani et al. (2017).</summary>
[FunctionalTwin(nameof(Nabla.Functional.MultiheadAttention))]
[Export("nn.TransformerDecoderLayer")]
public sealed class TransformerDecoderLayer : Module
{
    private readonly MultiheadAttention _self, _cross;
    private readonly Linear _linear1, _linear2;
    private readonly LayerNorm _norm1, _norm2, _norm3;
    private readonly Dropout _dropout, _dropout1, _dropout2, _dropout3;
    private readonly TransformerActivation _activation;
    private readonly bool _normFirst;

    /// <summary>Reads, or creates, <c>self_attn</c>, <c>multihead_attn</c>, <c>linear1</c>, <c>linear2</c>, <c>norm1</c>, <c>norm2</c> and <c>norm3</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">E, features of inputs, memory and outputs.</param>
    /// <param name="heads">Number of heads; divides E.</param>
    /// <param name="hidden">Features between the two linear layers.</param>
    /// <param name="dropout">Share dropped in training, 0..1.</param>
    /// <param name="activation">Nonlinearity.</param>
    /// <param name="epsilon">Added to the variances of the normalisations.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="normFirst">Normalise before each part rather than after?</param>
    /// <param name="initializer">Sets fresh weights of the linear layers; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width, or a number is out of range.</exception>
    public TransformerDecoderLayer(
        Weights w, int width, int heads, int hidden = 2048, double dropout = 0.1, TransformerActivation activation = TransformerActivation.ReLU,
        double epsilon = 1e-5, bool batchFirst = false, bool normFirst = false, Initializer? initializer = null)
        : base(w)
    {
        (_activation, _normFirst) = (activation, normFirst);
        _self = new(w["self_attn"], width, heads, dropout, batchFirst: batchFirst, initializer: initializer);
        _cross = new(w["multihead_attn"], width, heads, dropout, batchFirst: batchFirst, initializer: initializer);
        _linear1 = new(w["linear1"], width, hidden, initializer: initializer);
        _dropout = new(w["dropout"], dropout);
        _linear2 = new(w["linear2"], hidden, width, initializer: initializer);
        _norm1 = new(w["norm1"], [width], epsilon);
        _norm2 = new(w["norm2"], [width], epsilon);
        _norm3 = new(w["norm3"], [width], epsilon);
        _dropout1 = new(w["dropout1"], dropout);
        _dropout2 = new(w["dropout2"], dropout);
        _dropout3 = new(w["dropout3"], dropout);
    }

    /// <summary>Two inputs: the sequence and the memory.</summary>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 2) throw new ArgumentException($"A decoder layer takes a sequence and a memory; got {inputs.Count} inputs.", nameof(inputs));
        return [Decode(inputs[0], inputs[1])];
    }

    /// <summary>The sequence after attention to itself and to the memory.</summary>
    /// <param name="x">Sequence [T, N, E], or [N, T, E] when the batch is first, or [T, E].</param>
    /// <param name="memory">Output of an encoder [S, N, E] and so on.</param>
    /// <param name="mask">[T, T] or [N·heads, T, T]: true where a position must not be seen, or numbers to be added; null for none.</param>
    /// <param name="memoryMask">[T, S] or [N·heads, T, S], likewise.</param>
    /// <param name="keyPaddingMask">[N, T]: true where a position must not be seen by any; null for none.</param>
    /// <param name="memoryKeyPaddingMask">[N, S], likewise.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Decode(
        Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null, Tensor? keyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        if (_normFirst)
        {
            x += Self(_norm1.Call(x), mask, keyPaddingMask);
            x += Cross(_norm2.Call(x), memory, memoryMask, memoryKeyPaddingMask);
            return x + Feed(_norm3.Call(x));
        }
        x = _norm1.Call(x + Self(x, mask, keyPaddingMask));
        x = _norm2.Call(x + Cross(x, memory, memoryMask, memoryKeyPaddingMask));
        return _norm3.Call(x + Feed(x));
    }

    private Tensor Self(Tensor x, Tensor? mask, Tensor? keyPaddingMask) =>
        _dropout1.Call(_self.Attend(x, x, x, keyPaddingMask, mask, needWeights: false).Output);

    private Tensor Cross(Tensor x, Tensor memory, Tensor? mask, Tensor? keyPaddingMask) =>
        _dropout2.Call(_cross.Attend(x, memory, memory, keyPaddingMask, mask, needWeights: false).Output);

    private Tensor Feed(Tensor x) => _dropout3.Call(_linear2.Call(_dropout.Call(_activation.Apply(_linear1.Call(x)))));
}
