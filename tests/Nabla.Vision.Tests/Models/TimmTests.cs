using System.Globalization;
using System.Text.Json;
using Nabla.Vision.Transforms;

namespace Nabla.Vision.Tests.Models;

/// <summary>timm's names: what they stand for, and how pictures are prepared for them.</summary>
public sealed class TimmTests
{
    [Fact]
    public void Transforms_are_timms()
    {
        int compared = 0;
        foreach ((string name, JsonElement model) in Zoo.Timm.Lists)
        {
            if (!model.TryGetProperty("transform", out JsonElement wanted)) continue;
            (int crop, double share) = (wanted[0].GetInt32(), wanted[1].GetDouble());
            PublishedTransform found = ModelTransforms.For(name);
            string expected = FormattableString.Invariant($"{name} {(int)Math.Floor(crop / share)} {crop} {wanted[2].GetString()} {wanted[3].GetDouble()} {wanted[4].GetDouble()} {wanted[5].GetString()}");
            string kernel = found.Interpolation.ToString().ToLower(CultureInfo.InvariantCulture);
            Assert.Equal(expected, FormattableString.Invariant($"{name} {found.Resize} {found.Crop} {kernel} {found.Mean[0]} {found.Deviation[0]} {(found.Squash ? "squash" : "center")}"));
            compared++;
        }
        Assert.True(compared > 80, $"only {compared}");
    }

    [Fact]
    public void Names_may_carry_timms_tag()
    {
        Assert.Equal("swin_tiny_patch4_window7_224", ModelRegistry.Find("swin_tiny_patch4_window7_224.ms_in1k").Name);
        Assert.Equal("resnet50", ModelRegistry.Find("resnet50.a1_in1k").Name);
        Assert.True(ModelRegistry.Knows("vit_base_patch16_224") && ModelRegistry.Knows("resnet18") && !ModelRegistry.Knows("vit_base"));
        Assert.Equal([3, 384, 384], ModelRegistry.Find("vit_base_patch16_384").InputShape.Span.ToArray());
        Assert.Throws<ArgumentException>(() => ModelRegistry.AddAlias("resnet18", "resnet50"));
        Assert.Contains("swin_tiny_patch4_window7_224", Assert.Throws<ArgumentException>(() => ModelRegistry.Find("swin_tiny_patch4_window8_224")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_go_over_those_of_another_name()
    {
        Module half = ModelRegistry.Create("mobilenetv2_050", Weights.ShapeOnly()), full = ModelRegistry.Create("mobilenetv2_050", Weights.ShapeOnly(), new ModelSettings().Set("width_mult", 1));
        Assert.Equal(1_968_680, half.Parameters().Sum(parameter => parameter.Shape.Count));
        Assert.Equal(3_504_872, full.Parameters().Sum(parameter => parameter.Shape.Count));
        Assert.Contains("has no setting widht", Assert.Throws<ArgumentException>(() => ModelRegistry.Create("mobilenetv2_050", Weights.ShapeOnly(), new ModelSettings().Set("widht", 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_created_from_a_file_of_either_origin()
    {
        string folder = Directory.CreateTempSubdirectory("nabla-timm").FullName;
        try
        {
            StateDict own = ModelRegistry.Create("mobilenet_v3_small", Weights.Random(3)).StateDict(), other = new();
            foreach ((string key, Tensor value) in own) other.Add(key, value);
            string file = Path.Combine(folder, "w.safetensors"), text = Path.Combine(folder, "w.txt");
            Nabla.Formats.Safetensors.SafetensorsFile.Save(file, other);
            Assert.Equal(own["classifier.3.weight"].ToArray<float>(), ModelRegistry.Create("mobilenet_v3_small", file).StateDict()["classifier.3.weight"].ToArray<float>());
            File.WriteAllText(text, "x");
            Assert.Contains(".safetensors", Assert.Throws<ArgumentException>(() => ModelRegistry.Create("mobilenet_v3_small", text)).Message, StringComparison.Ordinal);
            Assert.Throws<FileNotFoundException>(() => ModelRegistry.Create("mobilenet_v3_small", Path.Combine(folder, "no.pth")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
