using System.Text.Json;
using Nabla.Vision.Images;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class SegmentTests
{
    [Fact]
    public void A_short_training_beats_guessing_the_background()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, string output, string error) = NablaCommand.Run("segment", "unet", "--steps", "60", "--batch-size", "8", "--seed", "1", "--output", folder["scenes.png"], "--json");
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        // Nothing but background has a mean IoU of at most a fifth.
        Assert.InRange(json.RootElement.GetProperty("mean_iou").GetDouble(), 0.3, 1);
        Assert.Equal((192, 256), (Image.Load(folder["scenes.png"]).Width, Image.Load(folder["scenes.png"]).Height));
        Assert.Equal(2, NablaCommand.Run("segment", "vnet").Code);
    }
}
