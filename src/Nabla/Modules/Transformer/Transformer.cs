namespace Nabla;

/// <summary>Encoder and decoder. Vaswani et al., Attention Is All You Need (2017).</summary>
[FunctionalTwin(nameof(Nabla.Functional.MultiheadAttention))]
[Export("nn.Transformer")]
public sealed class Transformer : Module
{
    /// <summary>Reads, or creates, <c>encoder</c> and <c>decoder</c>, each with a normalisation behind its last layer.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">E, features of inputs and outputs.</param>
    /// <param name="heads">Number of heads; divides E.</param>
    /// <param name="encoderLayers">Layers of the encoder.</param>
    /// <param name="decoderLayers">Layers of the decoder.</param>
    /// <param name="hidden">Features between the two linear layers.</param>
    /// <param name="dropout">Share dropped in training, 0..1.</param>
    /// <param name="activation">Nonlinearity.</param>
    /// <param name="epsilon">Added to the variances of the normalisations.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="normFirst">Normalise before each part rather than after?</param>
    /// <exception cref="ArgumentException">The heads do not divide the width, or a number is out of range.</exception>
    public Transformer(
        Weights w, int width = 512, int heads = 8, int encoderLayers = 6, int decoderLayers = 6, int hidden = 2048, double dropout = 0.1,
        TransformerActivation activation = TransformerActivation.ReLU, double epsilon = 1e-5, bool batchFirst = false, bool normFirst = false)
        : base(w)
    {
        Initializer draw = Init.XavierUniform();
        Encoder = new(
            w["encoder"], encoderLayers, cursor => new(cursor, width, heads, hidden, dropout, activation, epsilon, batchFirst, normFirst, draw),
            cursor => new(cursor, [width], epsilon));
        Decoder = new(
            w["decoder"], decoderLayers, cursor => new(cursor, width, heads, hidden, dropout, activation, epsilon, batchFirst, normFirst, draw),
            cursor => new(cursor, [width], epsilon));
    }

    /// <summary>Reads the source.</summary>
    public TransformerEncoder Encoder { get; }

    /// <summary>Writes the target.</summary>
    public TransformerDecoder Decoder { get; }

    /// <summary>The mask of causal attention: 0 where key j may be seen from query i (j ≤ i), -∞ elsewhere; [length, length].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    [Export("nn.Transformer.generate_square_subsequent_mask")]
    public static Tensor SquareSubsequentMask(int length, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Tensor.Full([length, length], double.NegativeInfinity, type).Triu(1);
    }

    /// <summary>Two inputs: source and target.</summary>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 2) throw new ArgumentException($"A Transformer takes a source and a target; got {inputs.Count} inputs.", nameof(inputs));
        return [Translate(inputs[0], inputs[1])];
    }

    /// <summary>The target's features, given the source.</summary>
    /// <param name="source">[S, N, E], or [N, S, E] when the batch is first, or [S, E].</param>
    /// <param name="target">[T, N, E] and so on.</param>
    /// <param name="sourceMask">[S, S] or [N·heads, S, S]: true where a position must not be seen, or numbers to be added; null for none.</param>
    /// <param name="targetMask">[T, T] or [N·heads, T, T], likewise.</param>
    /// <param name="memoryMask">[T, S] or [N·heads, T, S], likewise.</param>
    /// <param name="sourceKeyPaddingMask">[N, S]: true where a position must not be seen by any; null for none.</param>
    /// <param name="targetKeyPaddingMask">[N, T], likewise.</param>
    /// <param name="memoryKeyPaddingMask">[N, S], likewise.</param>
    /// <returns>[T, N, E], laid out as the target.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Translate(
        Tensor source, Tensor target, Tensor? sourceMask = null, Tensor? targetMask = null, Tensor? memoryMask = null,
        Tensor? sourceKeyPaddingMask = null, Tensor? targetKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        Tensor memory = Encoder.Encode(source, sourceMask, sourceKeyPaddingMask);
        return Decoder.Decode(target, memory, targetMask, memoryMask, targetKeyPaddingMask, memoryKeyPaddingMask);
    }
}
