namespace Nabla;

/// <summary>Attention by several heads over learned projections. Vaswani et al., Attention Is All You Need (2017).</summary>
[Export("nn.MultiheadAttention")]
public sealed class MultiheadAttention : Module
{
    private readonly Parameter? _inWeight, _qWeight, _kWeight, _vWeight, _inBias, _biasK, _biasV;
    private readonly Linear _out;
    private readonly double _dropout;
    private readonly bool _zeroAttention, _batchFirst;

    /// <summary>Reads, or creates, <c>in_proj_weight</c> (or <c>q_proj_weight</c>, <c>k_proj_weight</c>, <c>v_proj_weight</c>), <c>in_proj_bias</c>, <c>bias_k</c>, <c>bias_v</c>, <c>out_proj</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">E, features of queries and outputs.</param>
    /// <param name="heads">Number of heads; divides E.</param>
    /// <param name="dropout">Share of attention weights dropped in training, 0..1.</param>
    /// <param name="bias">Add biases to the projections?</param>
    /// <param name="addBiasKV">Append a learned key and value?</param>
    /// <param name="addZeroAttention">Append a key and a value of zeros?</param>
    /// <param name="keyWidth">Features of keys; E when omitted.</param>
    /// <param name="valueWidth">Features of values; E when omitted.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="initializer">Sets fresh weights of the output projection; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width, or a number is out of range.</exception>
    public MultiheadAttention(
        Weights w, int width, int heads, double dropout = 0, bool bias = true, bool addBiasKV = false, bool addZeroAttention = false,
        int? keyWidth = null, int? valueWidth = null, bool batchFirst = false, Initializer? initializer = null)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (width % heads != 0) throw new ArgumentException($"{heads} heads do not divide a width of {width}.", nameof(heads));
        if (dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout probability must be in 0..1.");
        (Heads, _dropout, _zeroAttention, _batchFirst) = (heads, dropout, addZeroAttention, batchFirst);
        _out = new(w["out_proj"], width, width, bias, initializer, ClearedBias);
        if ((keyWidth ?? width) == width && (valueWidth ?? width) == width)
        {
            _inWeight = w.Get("in_proj_weight", [3 * width, width], Init.XavierUniform());
        }
        else
        {
            _qWeight = w.Get("q_proj_weight", [width, width], Init.XavierUniform());
            _kWeight = w.Get("k_proj_weight", [width, keyWidth ?? width], Init.XavierUniform());
            _vWeight = w.Get("v_proj_weight", [width, valueWidth ?? width], Init.XavierUniform());
        }
        if (bias) _inBias = w.Get("in_proj_bias", [3 * width], Init.Zeros);
        if (!addBiasKV) return;
        _biasK = w.Get("bias_k", [1, 1, width], Init.XavierNormal());
        _biasV = w.Get("bias_v", [1, 1, width], Init.XavierNormal());
    }

    /// <summary>Number of heads.</summary>
    public int Heads { get; }

    /// <summary>Self-attention: queries, keys and values are all x; the output only.</summary>
    public override Tensor Forward(Tensor x) => Attend(x, x, x, needWeights: false).Output;

    /// <summary>Attention of q to k and v; parameters and results as <see cref="Functional.MultiheadAttention"/>.</summary>
    /// <param name="q">Queries [T, N, E], or [N, T, E] when the batch is first, or [T, E].</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="keyPaddingMask">[N, S]: true where a key must not be seen; null for none.</param>
    /// <param name="attentionMask">[T, S] or [N·heads, T, S]: true where a key must not be seen, or numbers to be added; null for none.</param>
    /// <param name="needWeights">Return the attention weights?</param>
    /// <param name="averageWeights">Average them over the heads?</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public (Tensor Output, Tensor? Weights) Attend(
        Tensor q, Tensor k, Tensor v, Tensor? keyPaddingMask = null, Tensor? attentionMask = null, bool needWeights = true, bool averageWeights = true)
    {
        MultiheadAttentionWeights weights = new(_out.Weight, _out.Bias?.Value)
        {
            InWeight = _inWeight?.Value,
            QueryWeight = _qWeight?.Value,
            KeyWeight = _kWeight?.Value,
            ValueWeight = _vWeight?.Value,
            InBias = _inBias?.Value,
            KeyBias = _biasK?.Value,
            ValueBias = _biasV?.Value,
        };
        return Nabla.Functional.MultiheadAttention(
            q, k, v, Heads, weights, keyPaddingMask, attentionMask, needWeights, averageWeights, _zeroAttention, _batchFirst, IsTraining ? _dropout : 0, Generator);
    }

    /// <summary>Zeros, after the draws of a linear layer that PyTorch makes and throws away, so that the same seed gives the same weights.</summary>
    private static void ClearedBias(Tensor target, Generator generator)
    {
        generator.Uniform(target, 0, 1);
        target.FillInPlace(0);
    }
}
