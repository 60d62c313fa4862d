using System.Text.Json;
using Nabla.Vision.Images;

namespace Nabla.Cli.Tests;

/// <summary>A folder of photographs of any format and size, from training to explanation.</summary>
public class PictureTests
{
    [Theory]
    [InlineData("16", 224, 224), InlineData("16,24", 240, 160)]
    public void A_folder_is_trained_on_predicted_and_explained(string size, int width, int height)
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        foreach (string part in (string[])["train", "test"])
        {
            for (int i = 0; i < 12; i++)
            {
                bool left = i % 2 == 0;
                string path = folder[$"data/{part}/{(left ? "left" : "right")}/{i}{(i % 3 == 0 ? ".jpg" : ".png")}"];
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var image = new Image(30 + i, 40 - i, 3);
                for (int y = 0; y < image.Height; y++)
                {
                    for (int x = 0; x < image.Width; x++) image.Data[3 * (y * image.Width + x)] = (x < image.Width / 2) == left ? (byte)250 : (byte)10;
                }
                image.Save(path);
            }
        }
        (int code, string output, string error) = NablaCommand.Run(
            "train", "--data", folder["data"], "--model", "smallcnn", "--image-size", size, "--epochs", "2", "--batch-size", "4", "--augment", "color,trivialaugment",
            "--mirror", "0", "--schedule", "warmup-cosine", "--warmup", "0.5", "--out", folder["run"]);
        Assert.True(code == 0, error);
        Assert.Contains("test accuracy", output, StringComparison.Ordinal);

        string photo = folder["data/test/left/0.jpg"];
        (code, output, error) = NablaCommand.Run("predict", folder["run"], photo, "--top", "5", "--json");
        Assert.True(code == 0, error);
        using (JsonDocument answer = JsonDocument.Parse(output)) Assert.Equal(2, answer.RootElement[0].GetProperty("top").GetArrayLength());

        (code, output, error) = NablaCommand.Run(
            "explain", folder["run"], photo, "--class", "left", "--output", folder["map.png"], "--filters", folder["filters.png"], "--features", folder["features.png"], "--json");
        Assert.True(code == 0, error);
        using (JsonDocument map = JsonDocument.Parse(output))
        {
            Assert.Equal("left", map.RootElement.GetProperty("name").GetString());
            Assert.Equal(map.RootElement.GetProperty("height").GetInt32() * map.RootElement.GetProperty("width").GetInt32(), map.RootElement.GetProperty("map").GetArrayLength());
        }
        Image drawn = Image.Load(folder["map.png"]);
        Assert.Equal((width, height), (drawn.Width, drawn.Height));
        Assert.True(Image.Load(folder["filters.png"]).Width > 20);
        Assert.True(Image.Load(folder["features.png"]).Width > 4);

        (code, _, error) = NablaCommand.Run("explain", folder["run"], photo, "--class", "up");
        Assert.Equal(2, code);
        Assert.Contains("left, right", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_attention_of_a_transformer_is_drawn_over_the_photograph()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Formats.Safetensors.SafetensorsFile.Save(folder["swin.safetensors"], Vision.ModelRegistry.Create("swin_28", Weights.Random(1), new Vision.ModelSettings().Set("embed_dim", 32)).StateDict());
        new Image(40, 40, 3).Save(folder["photo.png"]);
        string[] explain = ["explain", "swin_28", folder["photo.png"], "--set", "embed_dim=32", "--weights", folder["swin.safetensors"], "--map", "attention", "--output", folder["map.png"]];
        (int code, string output, string error) = NablaCommand.Run([.. explain, "--json"]);
        Assert.True(code == 0, error);
        using (JsonDocument map = JsonDocument.Parse(output)) Assert.Equal(14 * 14, map.RootElement.GetProperty("map").GetArrayLength());
        Assert.Equal(224, Image.Load(folder["map.png"]).Width);
        (code, output, error) = NablaCommand.Run([.. explain, "--layer", "features.3.1.attn"]);
        Assert.True(code == 0, error);
        Assert.Contains("features.3.1.attn, 7 x 7", output, StringComparison.Ordinal);
        string[] seen = ["explain", "swin_28", folder["photo.png"], "--set", "embed_dim=32", "--weights", folder["swin.safetensors"], "--output", folder["cam.png"], "--features", folder["features.png"], "--filters", folder["filters.png"]];
        (code, _, error) = NablaCommand.Run(seen);
        Assert.True(code == 0, error);
        // 64 channels of 7 x 7 in tiles of 49 pixels with lines between; 32 filters of 2 x 2 in tiles of 48.
        Assert.Equal((8 * 50) + 1, Image.Load(folder["features.png"]).Width);
        Assert.Equal((6 * 49) + 1, Image.Load(folder["filters.png"]).Width);
        (code, _, error) = NablaCommand.Run([.. explain, "--class", "3"]);
        Assert.Equal(2, code);
        Assert.Contains("--class", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_map_is_drawn_over_the_part_of_the_photograph_that_the_model_sees()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Formats.Safetensors.SafetensorsFile.Save(folder["w.safetensors"], Vision.ModelRegistry.Create("efficientnet_28", Weights.Random(1)).StateDict());
        // A grey photograph with white lines around the square that is seen: 400 of 600 columns, of which 28/32 are kept.
        var photo = new Image(600, 400, 3);
        photo.Data.Fill(80);
        for (int y = 25; y < 375; y++)
        {
            for (int x = 125; x < 475; x++)
            {
                if (x is < 130 or >= 470 || y is < 30 or >= 370) photo.Row(y).Slice(3 * x, 3).Fill(255);
            }
        }
        photo.Save(folder["photo.png"]);
        (int code, string output, string error) = NablaCommand.Run("explain", "efficientnet_28", folder["photo.png"], "--weights", folder["w.safetensors"], "--output", folder["map.png"], "--filters", folder["filters.png"]);
        Assert.True(code == 0, error);
        Image map = Image.Load(folder["map.png"]);
        // Fourteen pixels for each of the model, as 400 rows become 32 with their edges.
        Assert.Equal((392, 392), (map.Width, map.Height));
        // Somewhere along each edge nothing is painted over, so that the white line is seen, and it is not where the picture goes on.
        foreach (Func<int, int, byte> at in (Func<int, int, byte>[])[(i, d) => map.Row(d)[3 * i], (i, d) => map.Row(map.Height - 1 - d)[3 * i], (i, d) => map.Row(i)[3 * d], (i, d) => map.Row(i)[3 * (map.Width - 1 - d)]])
            Assert.True(Enumerable.Range(20, 352).Average(i => at(i, 2)) > Enumerable.Range(20, 352).Average(i => at(i, 12)) + 40);
    }

    [Theory]
    [InlineData("pass its --weights", "predict", "resnet18", "x.png")]
    [InlineData("has no data of its own", "train", "swin")]
    [InlineData("one size or height,width", "train", "digits", "--image-size", "0")]
    [InlineData("one size or height,width", "train", "digits", "--image-size", "16,x")]
    [InlineData("one size or height,width", "train", "digits", "--image-size", "1,2,3")]
    [InlineData("mlp takes squares", "train", "digits", "--image-size", "16,24", "--epochs", "0")]
    [InlineData("randaugment", "train", "digits", "--augment", "nonsense", "--epochs", "0")]
    public void Bad_usage_is_one_line_and_code_2(string mention, params string[] arguments)
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, _, string error) = NablaCommand.Run(arguments[0] == "train" ? [.. arguments, "--out", folder["run"]] : arguments);
        Assert.Equal(2, code);
        Assert.Contains(mention, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
