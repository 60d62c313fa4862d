using System.Runtime.InteropServices;
using Nabla.Kernels.Elementwise;

namespace Nabla.Kernels.Bench;

/// <summary>Activations over an array that stays in the second-level cache, in nanoseconds a value.</summary>
internal static unsafe class ActivationBench
{
    private const int Count = 1 << 15;

    /// <summary>Prints the table.</summary>
    public static void Run()
    {
        Random random = new(1);
        float* x = (float*)NativeMemory.AlignedAlloc(Count * sizeof(float), 64), y = (float*)NativeMemory.AlignedAlloc(Count * sizeof(float), 64);
        for (int i = 0; i < Count; i++)
            x[i] = (float)((random.NextDouble() * 8) - 4);
        Console.WriteLine("activation           ns/value");
        One(default(ReluKernel), x, y);
        One(default(ExpKernel), x, y);
        One(default(TanhKernel), x, y);
        One(default(SigmoidKernel), x, y);
        One(default(SiluKernel), x, y);
        One(default(ErfKernel), x, y);
        One(default(ErfcKernel), x, y);
        One(default(GeluKernel), x, y);
        One(default(GeluTanhKernel), x, y);
        One(new SoftplusKernel(1, 20), x, y);
        One(default(MishKernel), x, y);
        One(new EluKernel(1, 1, 1), x, y);
        One(default(LogSigmoidKernel), x, y);
        NativeMemory.AlignedFree(x);
        NativeMemory.AlignedFree(y);
    }

    private static void One<K>(K kernel, float* x, float* y) where K : struct, IUnaryKernel =>
        Console.WriteLine($"{K.Name,-20} {Timing.Median(() => Pointwise.Unary(kernel, x, y, Count)) / Count * 1e9,8:F2}");
}
