namespace Nabla.Vision.Tests.Models;

/// <summary>Learned positions move to other sizes as torchvision's interpolate_embeddings and interpolate(mode="bicubic") do.</summary>
public sealed class PositionResizingTests
{
    [Fact]
    public void Positions_of_a_vision_transformer_grow()
    {
        Tensor positions = Tensor.Of([.. Enumerable.Range(0, 10).Select(i => (float)(i * 7 % 11))], [1, 10, 1]);
        double[] expected = [0, 7, 3.48148, 4.75926, 10, 6.42593, 2.90741, 4.18518, 9.42593, 5.57407, 2.05556, 3.33333, 8.57407, 5, 1.48148, 2.75926, 8];
        Close(expected, PositionResizing.Fit("encoder.pos_embedding", positions, [1, 17, 1]));
    }

    [Fact]
    public void Biases_of_a_window_grow()
    {
        Tensor table = Tensor.Of([.. Enumerable.Range(0, 9).Select(i => (float)(i * 5 % 7))], [9, 1]);
        double[] expected =
        [
            -0.576, 1.988, 4.904, 4.04, 2.712, -0.21238, 2.63184, 5.82, 4.68384, 3.07562, 0.52, 3.084, 6, 5.136, 3.808,
            1.61526, 1.79736, 2.4, 3.84936, 4.90326, 2.35251, 0.65088, -0.576, 2.70288, 5.64051,
        ];
        Close(expected, PositionResizing.Fit("attn.relative_position_bias_table", table, [25, 1]));
    }

    [Fact]
    public void A_model_for_larger_pictures_starts_from_a_smaller_one()
    {
        ModelSettings small = new ModelSettings().Set("depth", 1).Set("image_size", 64), large = new ModelSettings().Set("depth", 1).Set("image_size", 96).Set("num_classes", 3);
        Module tuned = ModelRegistry.FineTune("vit_b_32", ModelRegistry.Create("vit_b_32", Weights.Random(1), small).StateDict(), large);
        Assert.Equal(new Shape(1, 3), tuned.Call(FormulaWeights.Input(1, [1, 3, 96, 96])).Shape);

        ModelSettings narrow = new ModelSettings().Set("embed_dim", 24), wide = new ModelSettings().Set("embed_dim", 24).Set("window_size", 9);
        Module swin = ModelRegistry.FineTune("swin_t", ModelRegistry.Create("swin_t", Weights.Random(1), narrow).StateDict(), wide);
        Assert.Equal(new Shape(289, 3), swin.StateDict()["features.1.0.attn.relative_position_bias_table"].Shape);
        Assert.Equal(288, swin.StateDict()["features.1.0.attn.relative_position_index"].ToArray<long>().Max());
    }

    private static void Close(double[] expected, Tensor actual)
    {
        float[] values = actual.ToArray<float>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 2e-5);
    }
}
