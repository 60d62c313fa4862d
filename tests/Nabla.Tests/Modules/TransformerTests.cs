namespace Nabla.Tests.Modules;

/// <summary>Transformers where golden vectors cannot look: size, keys, masks, arguments.</summary>
public sealed class TransformerTests
{
    [Fact]
    public void The_published_size_has_its_parameters()
    {
        Transformer model = new(Weights.ShapeOnly());
        Assert.Equal(44_140_544, model.Parameters().Sum(parameter => parameter.Shape.Count));
        string[] keys = [.. model.StateDict().Keys];
        Assert.Equal(184, keys.Length);
        Assert.Equal("encoder.layers.0.self_attn.in_proj_weight", keys[0]);
        Assert.Contains("decoder.layers.5.multihead_attn.out_proj.bias", keys);
        Assert.Equal("decoder.norm.bias", keys[^1]);
    }

    [Fact]
    public void A_causal_mask_hides_what_comes_later()
    {
        TransformerEncoderLayer layer = new(Weights.Random(1, DType.Float64), 8, 2, 16, dropout: 0);
        Tensor x = Tensor.Arange(0, 32, type: DType.Float64).Sin().Reshape(4, 1, 8), changed = Tensor.Cat([x.Narrow(0, 0, 3), x.Narrow(0, 3, 1) + 1]);
        Tensor mask = Transformer.SquareSubsequentMask(4, DType.Float64), first = layer.Encode(x, mask), second = layer.Encode(changed, mask);
        Assert.Equal(first.Narrow(0, 0, 3).ToArray<double>(), second.Narrow(0, 0, 3).ToArray<double>());
        Assert.NotEqual(first.Select(0, 3).ToArray<double>(), second.Select(0, 3).ToArray<double>());
        Assert.Equal([0, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity], mask.Select(0, 0).ToArray<double>());
    }

    [Fact]
    public void Several_inputs_go_through_run()
    {
        Transformer model = new(Weights.Random(2), 8, 2, 1, 1, 16);
        model.Eval();
        Tensor source = Tensor.Ones([3, 2, 8]), target = Tensor.Ones([2, 2, 8]);
        Assert.Equal(model.Translate(source, target).ToArray<float>(), model.Run([source, target])[0].ToArray<float>());
        Assert.Throws<ArgumentException>(() => model.Run([source]));
        Assert.Throws<ArgumentException>(() => model.Decoder.Run([source]));
        Assert.Throws<NotSupportedException>(() => model.Forward(source));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Weights w = Weights.Random();
        Assert.Throws<ArgumentException>(() => new TransformerDecoderLayer(w["a"], 6, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransformerDecoderLayer(w["b"], 6, 2, dropout: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Transformer(w["c"], 6, 2, encoderLayers: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Transformer.SquareSubsequentMask(-1));
        TransformerDecoderLayer layer = new(w["d"], 6, 2, 8);
        Tensor x = Tensor.Zeros([4, 2, 6]);
        Assert.Contains("[4, 4]", Assert.Throws<ShapeMismatchException>(() => layer.Decode(x, x, Tensor.Zeros([3, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 4]", Assert.Throws<ShapeMismatchException>(() => layer.Decode(x, x, keyPaddingMask: Tensor.Zeros([4, 2], DType.Bool))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => layer.Decode(x, Tensor.Zeros([4, 2, 5])));
    }
}
