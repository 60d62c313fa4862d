using System.Text.Json;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class TrainTests
{
    [Fact]
    public void The_digits_are_learned_and_everything_is_left_in_the_folder()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, string output, string error) = NablaCommand.Run("train", "digits", "--epochs", "12", "--out", folder["run"]);
        Assert.True(code == 0, error);
        string last = output.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("test accuracy: 0.", last, StringComparison.Ordinal);
        Assert.True(double.Parse(last["test accuracy: ".Length..], System.Globalization.CultureInfo.InvariantCulture) > 0.88, last);
        string[] files = [.. Directory.GetFiles(folder["run"]).Select(file => Path.GetFileName(file))];
        Assert.Contains("checkpoint.safetensors", files);
        Assert.Contains("metrics.jsonl", files);
        Assert.Contains("report.html", files);
        Assert.Contains(files, file => file.StartsWith("events.out.tfevents.", StringComparison.Ordinal));

        (int evaluated, string scores, _) = NablaCommand.Run("eval", folder["run"]);
        Assert.Equal(0, evaluated);
        Assert.Equal(last.Trim(), scores.TrimEnd().Split('\n')[^1].Trim());
    }

    [Fact]
    public void Pictures_are_mixed_and_RMSprop_of_TensorFlow_learns()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, string output, string error) = NablaCommand.Run(
            "train", "digits", "--epochs", "6", "--mixup", "0.2", "--cutmix", "1", "--optimizer", "rmsprop-tf", "--lr", "0.01", "--out", folder["run"]);
        Assert.True(code == 0, error);
        string last = output.TrimEnd().Split('\n')[^1];
        Assert.True(double.Parse(last["test accuracy: ".Length..], System.Globalization.CultureInfo.InvariantCulture) > 0.7, last);
        Assert.Equal(2, NablaCommand.Run("train", "digits", "--mixup", "-1").Code);
    }

    [Theory]
    [InlineData(null, "fashion-mnist", "smallcnn"), InlineData("mlp", "fashion-mnist", "smallcnn")]
    [InlineData("efficientnet_28", "fashion-mnist-efficientnet", "efficientnet_28"), InlineData("swin_28", "fashion-mnist-swin", "swin_28")]
    public void A_model_may_bring_its_own_recipe(string? model, string recipe, string trained)
    {
        Assert.Equal(recipe, Training.TrainSettings.RecipeFor(model));
        Assert.Equal(trained, Training.TrainSettings.Of(recipe).Model);
        Assert.Contains(recipe, Training.TrainSettings.Recipes);
    }

    [Fact]
    public void A_folder_that_a_training_writes_into_is_refused_until_it_ends()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        string[] training = ["train", "digits", "--epochs", "1", "--out", folder["run"]];
        using (new Training.RunClaim(folder["run"]))
        {
            (int code, _, string error) = NablaCommand.Run(training);
            Assert.Equal(2, code);
            Assert.Contains("Another training", error, StringComparison.Ordinal);
        }
        Assert.Equal(0, NablaCommand.Run(training).Code);
        Assert.False(File.Exists(Path.Combine(folder["run"], Training.RunClaim.FileName)));
    }

    [Fact]
    public void Json_gives_one_document_a_line()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, string output, string error) = NablaCommand.Run("train", "digits", "--epochs", "1", "--out", folder["run"], "--json");
        Assert.True(code == 0, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
        using JsonDocument last = JsonDocument.Parse(lines[^1]);
        Assert.True(last.RootElement.GetProperty("test_accuracy").GetDouble() > 0);
        Assert.True(last.RootElement.GetProperty("peak_bytes").GetInt64() > 0);
    }

    [Fact]
    public void A_folder_with_a_checkpoint_is_not_overwritten()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Assert.Equal(0, NablaCommand.Run("train", "digits", "--epochs", "1", "--out", folder["run"]).Code);
        byte[] before = File.ReadAllBytes(folder["run/checkpoint.safetensors"]);
        (int code, _, string error) = NablaCommand.Run("train", "digits", "--epochs", "1", "--out", folder["run"]);
        Assert.Equal(2, code);
        Assert.Contains("--resume", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["run/checkpoint.safetensors"]));
    }

    [Fact]
    public void Pictures_are_classified_by_the_trained_model()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Assert.Equal(0, NablaCommand.Run("train", "digits", "--epochs", "12", "--out", folder["run"]).Code);
        Training.TrainingData data = Training.TrainingData.Open("digits", null);
        data.Test.ToImage(0).Save(folder["digit.png"]);
        (int code, string output, string error) = NablaCommand.Run("predict", folder["run"], folder["digit.png"], "--top", "2");
        Assert.True(code == 0, error);
        Assert.Contains(data.Test.ClassNames[data.Test.Labels[0]], output, StringComparison.Ordinal);
        (int wrong, _, string refused) = NablaCommand.Run("predict", folder["run"], folder["run/report.html"]);
        Assert.Equal(1, wrong);
        Assert.Contains("report.html", refused, StringComparison.Ordinal);
    }
}
