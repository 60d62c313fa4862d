namespace Nabla;

/// <summary>Upsampling by content-aware reassembly of features: a small network gives each output position its own filter. Wang et al. (2019).</summary>
[Export("nn.CARAFE")]
public sealed class CARAFE : Module
{
    private readonly Conv2d _compressor, _encoder;
    private readonly int _scale;

    /// <summary>Reads, or creates, <c>channel_compressor</c> and <c>content_encoder</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    /// <param name="scale">Factor of the size.</param>
    /// <param name="reach">Size k of the filters; odd.</param>
    /// <param name="encoder">Kernel of the layer that predicts them; odd.</param>
    /// <param name="compressed">Channels it sees.</param>
    /// <exception cref="ArgumentException">A size is not positive, or even.</exception>
    public CARAFE(Weights w, int channels, int scale = 2, int reach = 5, int encoder = 3, int compressed = 64)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        if (reach < 1 || reach % 2 == 0) throw new ArgumentOutOfRangeException(nameof(reach), reach, "Filters need an odd size.");
        if (encoder < 1 || encoder % 2 == 0) throw new ArgumentOutOfRangeException(nameof(encoder), encoder, "The encoder needs an odd kernel.");
        _scale = scale;
        _compressor = new(w["channel_compressor"], channels, compressed, 1, initializer: Init.XavierUniform());
        _encoder = new(w["content_encoder"], compressed, reach * reach * scale * scale, encoder, padding: encoder / 2, initializer: Init.Normal(0, 0.001));
    }

    /// <summary>x [N, C, H, W] -> [N, C, H·scale, W·scale].</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor filters = Nabla.Functional.PixelShuffle(_encoder.Call(_compressor.Call(x)), _scale).Softmax(1);
        return Nabla.Functional.CARAFE(x, filters, _scale);
    }
}
