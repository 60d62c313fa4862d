namespace Nabla;

/// <summary>Self-attention and a two-layer perceptron, each with a residual connection and layer normalisation. Vaswani et al. (2017).</summary>
[FunctionalTwin(nameof(Nabla.Functional.MultiheadAttention))]
[Export("nn.TransformerEncoderLayer")]
public sealed class TransformerEncoderLayer : Module
{
    private readonly MultiheadAttention _attention;
    private readonly Linear _linear1, _linear2;
    private readonly LayerNorm _norm1, _norm2;
    private readonly Dropout _dropout, _dropout1, _dropout2;
    private readonly TransformerActivation _activation;
    private readonly bool _normFirst;

    /// <summary>Reads, or creates, <c>self_attn</c>, <c>linear1</c>, <c>linear2</c>, <c>norm1</c> and <c>norm2</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">E, features of inputs and outputs.</param>
    /// <param name="heads">Number of heads; divides E.</param>
    /// <param name="hidden">Features between the two linear layers.</param>
    /// <param name="dropout">Share dropped in training, 0..1.</param>
    /// <param name="activation">Nonlinearity.</param>
    /// <param name="epsilon">Added to the variances of the normalisations.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="normFirst">Normalise before each part rather than after?</param>
    /// <param name="initializer">Sets fresh weights of the linear layers; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width, or a number is out of range.</exception>
    public TransformerEncoderLayer(
        Weights w, int width, int heads, int hidden = 2048, double dropout = 0.1, TransformerActivation activation = TransformerActivation.ReLU,
        double epsilon = 1e-5, bool batchFirst = false, bool normFirst = false, Initializer? initializer = null)
        : base(w)
    {
        (_activation, _normFirst) = (activation, normFirst);
        _attention = new(w["self_attn"], width, heads, dropout, batchFirst: batchFirst, initializer: initializer);
        _linear1 = new(w["linear1"], width, hidden, initializer: initializer);
        _dropout = new(w["dropout"], dropout);
        _linear2 = new(w["linear2"], hidden, width, initializer: initializer);
        _norm1 = new(w["norm1"], [width], epsilon);
        _norm2 = new(w["norm2"], [width], epsilon);
        _dropout1 = new(w["dropout1"], dropout);
        _dropout2 = new(w["dropout2"], dropout);
    }

    /// <summary>x [T, N, E], or [N, T, E] when the batch is first, or [T, E]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Encode(x);

    /// <summary>As <see cref="Forward"/>, with masks.</summary>
    /// <param name="x">Sequence.</param>
    /// <param name="mask">[T, T] or [N·heads, T, T]: true where a position must not be seen, or numbers to be added; null for none.</param>
    /// <param name="keyPaddingMask">[N, T]: true where a position must not be seen by any; null for none.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Encode(Tensor x, Tensor? mask = null, Tensor? keyPaddingMask = null)
    {
        if (_normFirst)
        {
            x += Attend(_norm1.Call(x), mask, keyPaddingMask);
            return x + Feed(_norm2.Call(x));
        }
        x = _norm1.Call(x + Attend(x, mask, keyPaddingMask));
        return _norm2.Call(x + Feed(x));
    }

    private Tensor Attend(Tensor x, Tensor? mask, Tensor? keyPaddingMask) =>
        _dropout1.Call(_attention.Attend(x, x, x, keyPaddingMask, mask, needWeights: false).Output);

    private Tensor Feed(Tensor x) => _dropout2.Call(_linear2.Call(_dropout.Call(_activation.Apply(_linear1.Call(x)))));
}
