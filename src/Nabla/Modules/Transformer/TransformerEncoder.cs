namespace Nabla;

/// <summary>A stack of encoder layers. Vaswani et al. (2017).</summary>
[FunctionalTwin(nameof(Nabla.Functional.MultiheadAttention))]
[Export("nn.TransformerEncoder")]
public sealed class TransformerEncoder : Module
{
    private readonly ModuleList<TransformerEncoderLayer> _layers;
    private readonly LayerNorm? _norm;

    /// <summary>Reads, or creates, <c>layers.0</c>, <c>layers.1</c>, ... and <c>norm</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="build">Builds a layer from its cursor.</param>
    /// <param name="norm">Builds a normalisation behind the last layer; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is negative.</exception>
    public TransformerEncoder(Weights w, int layers, Func<Weights, TransformerEncoderLayer> build, Func<Weights, LayerNorm>? norm = null)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        _layers = new(w["layers"], layers, (cursor, _) => build(cursor));
        _norm = norm?.Invoke(w["norm"]);
    }

    /// <summary>x [T, N, E], or [N, T, E] when the batch is first, or [T, E]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Encode(x);

    /// <summary>As <see cref="Forward"/>, with masks for every layer.</summary>
    /// <param name="x">Sequence.</param>
    /// <param name="mask">[T, T] or [N·heads, T, T]: true where a position must not be seen, or numbers to be added; null for none.</param>
    /// <param name="keyPaddingMask">[N, T]: true where a position must not be seen by any; null for none.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Encode(Tensor x, Tensor? mask = null, Tensor? keyPaddingMask = null)
    {
        foreach (TransformerEncoderLayer layer in _layers) x = layer.Encode(x, mask, keyPaddingMask);
        return _norm is null ? x : _norm.Call(x);
    }
}
