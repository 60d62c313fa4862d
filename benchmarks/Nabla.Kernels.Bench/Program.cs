using Nabla.Kernels.Bench;
using Nabla.Kernels.Threading;

bool peers = args.Contains("--peers");
Timing.Best = args.Contains("--best");
Timing.Processor = args.Contains("--cpu");
bool twice = args.Contains("--double");
string[] what = [.. args.Where(a => !a.StartsWith('-'))];
bool Wanted(string name) => what.Length == 0 || what.Contains(name);

double single = FmaPeak.Measure<float>(), full = FmaPeak.Measure<double>();
int threads = WorkPool.Threads;
Console.WriteLine($"{threads} threads; multiply-add peak of one core: float {single:F1}, double {full:F1} GFLOP/s");
if (Wanted("activations"))
    ActivationBench.Run();
if (Wanted("gemm"))
    GemmBench.Run<float>("sgemm", single, threads, peers);
if (Wanted("gemm") && twice)
    GemmBench.Run<double>("dgemm", full, threads, peers);
if (Wanted("conv"))
    ConvBench.Run(single, threads, args.FirstOrDefault(a => a.StartsWith("--only=", StringComparison.Ordinal))?["--only=".Length..] ?? "");
