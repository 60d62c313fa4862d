using System.Diagnostics;
using Nabla.Cli.Training;
using Nabla.Formats.Safetensors;
using Nabla.Training;

namespace Nabla.Cli.Tests;

/// <summary>Trainings in processes of their own that are stopped from outside.</summary>
[Collection("console")]
public class InterruptionTests
{
    private const string Checkpoint = RunFolder.CheckpointName;

    /// <summary>Writes its checkpoint after every step, so that a kill falls into the writing as often as not.</summary>
    private static readonly string[] Training = ["train", "digits", "--epochs", "4000", "--save-every", "1", "--set", "width=512", "--set", "image_size=8", "--model", "mlp"];

    [Fact]
    public void Killed_while_checkpoints_are_written_the_last_one_always_loads()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Random random = new(5);
        string path = Path.Combine(folder["run"], Checkpoint);
        long step = 0;
        for (int i = 0; i < 8; i++)
        {
            using Process process = i == 0 ? Start([.. Training, "--out", folder["run"]]) : Start(["train", "digits", "--resume", "--out", folder["run"]]);
            DateTime before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.MinValue;
            WaitUntil(() => process.HasExited || (File.Exists(path) && File.GetLastWriteTimeUtc(path) > before));
            Assert.False(process.HasExited, process.HasExited ? process.StandardError.ReadToEnd() : null);
            Thread.Sleep(random.Next(120));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();

            RunFolder kept = RunFolder.Open(folder["run"]);
            Assert.Equal(10, kept.Classes.Count);
            TrainingRun run = TrainingRun.Build(kept.TrainedWith, null);
            run.Trainer.Resume(path);
            Assert.True(run.Trainer.Progress.Step > step, $"The checkpoint went back from step {step} to {run.Trainer.Progress.Step}.");
            step = run.Trainer.Progress.Step;
        }
    }

    [Theory]
    [InlineData("mlp", 40), InlineData("efficientnet_28", 3), InlineData("swin_28", 1)]
    public void Stopped_by_a_signal_and_resumed_it_ends_with_the_bits_of_an_uninterrupted_training(string model, int epochs)
    {
        if (OperatingSystem.IsWindows()) return; // no signal can be sent to another process there; cancellation itself is tested in process
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        string[] training = ["train", "digits", "--model", model, "--epochs", $"{epochs}", "--eval-every", $"{epochs}", "--save-every", "10", "--out"];
        using (Process whole = Start([.. training, folder["whole"]]))
        {
            whole.WaitForExit();
            Assert.Equal(0, whole.ExitCode);
        }
        using (Process stopped = Start([.. training, folder["stopped"]]))
        {
            WaitUntil(() => stopped.HasExited || File.Exists(Path.Combine(folder["stopped"], Checkpoint)));
            using (Process signal = Process.Start("kill", ["-INT", $"{stopped.Id}"])) signal.WaitForExit();
            stopped.WaitForExit();
            string said = stopped.StandardError.ReadToEnd();
            Assert.True(stopped.ExitCode == 1, said);
            Assert.Contains("--resume", said, StringComparison.Ordinal);
        }
        TrainingRun halfway = TrainingRun.Build(RunFolder.Settings(Path.Combine(folder["stopped"], Checkpoint)), null);
        halfway.Trainer.Resume(Path.Combine(folder["stopped"], Checkpoint));
        Assert.InRange(halfway.Trainer.Progress.Epoch, 0, epochs - 1);
        using (Process resumed = Start(["train", "digits", "--resume", "--out", folder["stopped"]]))
        {
            resumed.WaitForExit();
            Assert.Equal(0, resumed.ExitCode);
        }
        StateDict expected = SafetensorsFile.Load(Path.Combine(folder["whole"], Checkpoint)), actual = SafetensorsFile.Load(Path.Combine(folder["stopped"], Checkpoint));
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.True(Bytes(entry.Value).AsSpan().SequenceEqual(Bytes(actual[entry.Key])), $"{entry.Key} differs."));
    }

    private static byte[] Bytes(Tensor tensor) => tensor.DType == DType.Float32
        ? System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.ToArray<float>()).ToArray()
        : System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(tensor.To(DType.Float64).ToArray<double>()).ToArray();

    /// <summary>A shell starts what runs in its background with SIGINT ignored, and whatever that starts inherits it.</summary>
    private static bool InterruptIsIgnored => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var line
        && (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0;

    private static Process Start(string[] arguments)
    {
        ProcessStartInfo start = new(InterruptIsIgnored ? "env" : "dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] first = InterruptIsIgnored ? ["--default-signal=INT", "dotnet", "exec"] : ["exec"];
        foreach (string argument in (string[])[.. first, typeof(CommandLine).Assembly.Location, .. arguments]) start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static void WaitUntil(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), "Nothing happened for three minutes.");
            Thread.Sleep(5);
        }
    }
}
