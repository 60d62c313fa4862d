using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Nabla.Cli.Benchmarks;
using Nabla.Kernels.Threading;
using Nabla.Vision;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla models bench</c>: times a forward pass, or a training step of forward, loss, backward and AdamW.</summary>
internal static class ModelsBenchCommand
{
    private static readonly TimeSpan WarmTime = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        Argument<string> name = ModelArguments.Name();
        Option<string?> input = new("--input") { Description = "Input shape, such as 8,3,64,64; the model's usual one when omitted." };
        Option<string> mode = new("--mode") { Description = "forward or train.", DefaultValueFactory = _ => "forward" };
        mode.AcceptOnlyFromAmong("forward", "train");
        Option<int> iterations = GlobalOptions.Number<int>("--iterations", "Timed runs.", value => value >= 1, "1 or more");
        iterations.DefaultValueFactory = _ => 10;
        Option<int> warmup = GlobalOptions.Number<int>("--warmup", "Least number of runs before the timed ones, which begin after two seconds of running at the earliest (0 starts at once).", value => value >= 0, "0 or more");
        warmup.DefaultValueFactory = _ => 3;
        Option<bool> profile = new("--profile") { Description = "Also run once more operation by operation, and print what each took." };
        Option<string[]> set = ModelArguments.Set();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("bench", "Times a model.") { name, input, mode, iterations, warmup, profile, set, json };
        command.SetAction(parsed =>
        {
            string model = parsed.GetRequiredValue(name), how = parsed.GetValue(mode)!;
            Shape shape = ModelArguments.InputShape(model, parsed.GetValue(input));
            Stopwatch load = Stopwatch.StartNew();
            Module built = ModelRegistry.Create(model, Weights.Random(parsed.GetValue(GlobalOptions.Seed)), ModelArguments.Settings(parsed.GetValue(set)));
            double loadTime = load.Elapsed.TotalMilliseconds;
            BufferPool.ResetPeak();
            Action run = how == "train" ? TrainingStep(built, shape) : ForwardPass(built, shape);
            (double[] times, long allocated, int[] collections) = Time(run, parsed.GetValue(warmup), parsed.GetValue(iterations));
            OperationTimes? operations = parsed.GetValue(profile) ? OperationTimes.Of(run, times.Length) : null;
            Array.Sort(times);
            double median = times.Length % 2 == 1 ? times[times.Length / 2] : (times[(times.Length / 2) - 1] + times[times.Length / 2]) / 2;
            if (!parsed.GetValue(json))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{model} {how} {shape}, {ThreadCount.Text}: median {median:F2} ms, best {times[0]:F2} ms, peak {BufferPool.PeakBytes / 1e6:F1} MB, {allocated / 1e3:F0} kB managed a run, collections {collections[0]} young, {collections[1]} middle, {collections[2]} old"));
                if (operations is not null) Console.Write(operations);
                return;
            }
            JsonOutput.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", model);
                writer.WriteString("mode", how);
                writer.WriteNumber("threads", WorkPool.Threads);
                writer.WriteNumber("iterations", times.Length);
                writer.WriteNumber("median_ms", median);
                writer.WriteNumber("min_ms", times[0]);
                writer.WriteNumber("load_ms", loadTime);
                writer.WriteNumber("peak_bytes", BufferPool.PeakBytes);
                writer.WriteNumber("managed_bytes_a_run", allocated);
                writer.WriteNumber("gen0_collections", collections[0]);
                writer.WriteNumber("gen1_collections", collections[1]);
                writer.WriteNumber("gen2_collections", collections[2]);
                operations?.Write(writer);
                writer.WriteEndObject();
            });
        });
        return command;
    }

    private static (double[] Times, long Allocated, int[] Collections) Time(Action run, int warmup, int iterations)
    {
        // The just-in-time compiler improves hot code in the background for a second or two; times before that say little.
        Stopwatch warming = Stopwatch.StartNew();
        for (int i = 0; i < warmup || (warmup > 0 && warming.Elapsed < WarmTime); i++) run();
        double[] times = new double[iterations];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        for (int i = 0; i < iterations; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            run();
            times[i] = watch.Elapsed.TotalMilliseconds;
        }
        allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / iterations;
        // A collection of one generation counts for the younger ones as well.
        for (int generation = 0; generation < collections.Length; generation++) collections[generation] = GC.CollectionCount(generation) - collections[generation];
        return (times, allocated, collections);
    }

    private static Action ForwardPass(Module model, Shape shape)
    {
        model.Eval();
        Tensor x = Noise(shape);
        return () =>
        {
            using GradMode.Restore mode = GradMode.Inference();
            using TensorScope scope = new();
            model.Call(x);
        };
    }

    private static Action TrainingStep(Module model, Shape shape)
    {
        model.Train();
        Tensor x = Noise(shape);
        AdamW optimizer = new(model.Parameters());
        Tensor? targets = null;
        return () =>
        {
            using TensorScope scope = new();
            optimizer.ZeroGrad();
            Tensor scores = model.Call(x);
            targets ??= Tensor.Of([.. Enumerable.Range(0, (int)shape[0]).Select(i => (long)i * 37 % scores.Shape[1])], [shape[0]]).Persist();
            Functional.CrossEntropy(scores, targets).Backward();
            optimizer.Step();
        };
    }

    private static Tensor Noise(Shape shape)
    {
        Tensor x = Tensor.Empty(shape).Persist();
        x.Write((Span<float> values) =>
        {
            for (int i = 0; i < values.Length; i++) values[i] = MathF.Sin((0.37f * i) + (i % 7));
        });
        return x;
    }
}
