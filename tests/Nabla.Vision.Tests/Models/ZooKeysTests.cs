namespace Nabla.Vision.Tests.Models;

/// <summary>The state dicts of every classification and segmentation model are torchvision's, in its order.</summary>
public sealed class ZooKeysTests
{
    public static TheoryData<string> Models => [.. Zoo.Torchvision.Lists.Keys];

    [Theory, MemberData(nameof(Models))]
    public void Keys_shapes_and_dtypes_are_torchvisions(string name)
    {
        ModelSettings settings = new();
        if (name.StartsWith("fcn", StringComparison.Ordinal) || name.StartsWith("deeplab", StringComparison.Ordinal)) settings.Set("aux_loss", 1);
        Module model = ModelRegistry.Create(name, Weights.ShapeOnly(), settings);
        string[] wanted = [.. Zoo.Torchvision.Lists[name].GetProperty("state").EnumerateArray().Select(entry =>
            $"{entry[0].GetString()} {new Shape([.. entry[1].EnumerateArray().Select(extent => extent.GetInt64())])} {entry[2].GetString()}")];
        Assert.Equal(wanted, model.StateDict().Select(entry => $"{entry.Key} {entry.Value.Shape} {entry.Value.DType.Name()}"));
        Assert.Equal(Zoo.Torchvision.Lists[name].GetProperty("parameters").GetInt64(), model.Parameters().Sum(parameter => parameter.Shape.Count));
    }

    [Fact]
    public void Swin_numbers_pairs_of_a_window_as_published()
    {
        Module model = ModelRegistry.Create("swin_t", Weights.Random(1), new ModelSettings().Set("embed_dim", 24));
        long[] index = model.StateDict()["features.1.0.attn.relative_position_index"].ToArray<long>();
        Assert.Equal(168, index.Max());
        Assert.Equal([84L, 83, 82, 81, 80], index.Take(5));
        Assert.Equal(FormulaWeights.Entry(0, "relative_position_index", [index.Length]).ToArray<long>(), index);
    }

    [Fact]
    public void Swin_v2_spaces_relative_coordinates_logarithmically()
    {
        Module model = ModelRegistry.Create("swin_v2_t", Weights.Random(1), new ModelSettings().Set("embed_dim", 24));
        Tensor table = model.StateDict()["features.1.0.attn.relative_coords_table"];
        float[] expected = FormulaWeights.Entry(0, "relative_coords_table", table.Shape).ToArray<float>(), actual = table.ToArray<float>();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6f);
    }
}
