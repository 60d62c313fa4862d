using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Nabla.Cli.Segmentation;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla segment</c>: trains a segmentation network on scenes made from the embedded pictures.</summary>
internal static class SegmentCommand
{
    public static Command Create()
    {
        Argument<string> name = new("model") { Description = $"One of {string.Join(", ", SegmentationRun.Models)}.", DefaultValueFactory = _ => "unet" };
        Option<int> steps = GlobalOptions.Number<int>("--steps", "Training steps.", value => value >= 1, "1 or more");
        steps.DefaultValueFactory = _ => 400;
        Option<int> batch = GlobalOptions.Number<int>("--batch-size", "Scenes a step.", value => value >= 1, "1 or more");
        batch.DefaultValueFactory = _ => 16;
        Option<double> rate = GlobalOptions.Number<double>("--lr", "Largest learning rate.", value => value > 0 && double.IsFinite(value), "positive");
        rate.DefaultValueFactory = _ => 3e-3;
        Option<string?> output = new("--output") { Description = "Picture of test scenes, their classes, and the predicted ones (.png)." };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("segment", "Trains a segmentation network on scenes of clothing, and tests it.") { name, steps, batch, rate, output, json };
        command.SetAction((parsed, cancel) =>
        {
            bool quiet = parsed.GetValue(json);
            SegmentationRun run = new(parsed.GetRequiredValue(name), parsed.GetValue(steps), parsed.GetValue(batch), parsed.GetValue(rate), parsed.GetValue(GlobalOptions.Seed));
            Stopwatch watch = Stopwatch.StartNew();
            SegmentationScore score = run.Train(
                (step, loss) =>
                {
                    if (!quiet) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step,4}  loss {loss:0.0000}"));
                }, cancel);
            double seconds = watch.Elapsed.TotalSeconds;
            if (parsed.GetValue(output) is { } path) run.Picture().Save(path);
            if (quiet)
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("model", run.Model);
                    writer.WriteNumber("pixel_accuracy", score.PixelAccuracy);
                    writer.WriteNumber("mean_iou", score.MeanIntersectionOverUnion);
                    writer.WriteNumber("seconds", seconds);
                    writer.WriteEndObject();
                });
                return Task.FromResult(0);
            }
            for (int i = 0; i < SegmentationScenes.ClassNames.Count; i++)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"IoU {SegmentationScenes.ClassNames[i],-10} {score.IntersectionOverUnion(i):0.0000}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Model}: pixel accuracy {score.PixelAccuracy:0.0000}, mean IoU {score.MeanIntersectionOverUnion:0.0000}, {seconds:0} s"));
            return Task.FromResult(0);
        });
        return command;
    }
}
