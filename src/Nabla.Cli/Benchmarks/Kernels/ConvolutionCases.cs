using Nabla.Kernels.Convolution;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Convolutions of ResNet-18 and -50, GoogLeNet, MobileNetV2, EfficientNet-B0 and a small network on 28x28 images.</summary>
internal static class ConvolutionCases
{
    /// <summary>batch, channels in and out, size, kernel, stride, groups.</summary>
    private static readonly long[][] Shapes =
    [
        // ResNet-50, batch 1, 224x224
        [1, 3, 64, 224, 7, 2, 1], [1, 64, 64, 56, 1, 1, 1], [1, 64, 64, 56, 3, 1, 1], [1, 64, 256, 56, 1, 1, 1], [1, 128, 128, 56, 3, 2, 1], [1, 256, 512, 56, 1, 2, 1],
        [1, 128, 128, 28, 3, 1, 1], [1, 256, 256, 14, 3, 1, 1], [1, 1024, 256, 14, 1, 1, 1], [1, 512, 512, 14, 3, 2, 1], [1, 512, 512, 7, 3, 1, 1], [1, 512, 2048, 7, 1, 1, 1],
        // GoogLeNet
        [1, 64, 192, 56, 3, 1, 1], [1, 16, 32, 28, 5, 1, 1],
        // MobileNetV2 and EfficientNet-B0, depthwise and pointwise
        [1, 32, 32, 112, 3, 1, 32], [1, 96, 96, 112, 3, 2, 96], [1, 144, 144, 56, 3, 1, 144], [1, 144, 144, 56, 5, 2, 144], [1, 240, 240, 28, 3, 2, 240],
        [1, 240, 240, 28, 5, 1, 240], [1, 672, 672, 14, 5, 1, 672], [1, 672, 672, 14, 5, 2, 672], [1, 1152, 1152, 7, 5, 1, 1152], [1, 1152, 1152, 7, 3, 1, 1152],
        [8, 192, 192, 8, 3, 1, 192], [1, 96, 96, 56, 7, 1, 96], [1, 16, 96, 112, 1, 1, 1], [1, 576, 96, 14, 1, 1, 1],
        // ResNet-18, batch 8, 64x64
        [8, 3, 64, 64, 7, 2, 1], [8, 64, 64, 16, 3, 1, 1], [8, 64, 128, 16, 3, 2, 1], [8, 64, 128, 16, 1, 2, 1], [8, 128, 128, 8, 3, 1, 1], [8, 256, 256, 4, 3, 1, 1], [8, 512, 512, 2, 3, 1, 1],
        // A small network, batch 64, 28x28
        [64, 1, 32, 28, 3, 1, 1], [64, 32, 32, 28, 3, 1, 1], [128, 64, 64, 7, 3, 1, 1],
    ];

    private enum Pass
    {
        Forward,
        Prepared,
        GradInput,
        GradWeight,
    }

    /// <summary>All shapes, three passes each, and the forward pass with prepared weights, as in evaluation, for every convolution of the networks.</summary>
    public static IEnumerable<KernelCase> All() => [.. Shapes.SelectMany(Training), .. NetworkConvolutions.Shapes.Select(s => Of("conv-prepared", s, Pass.Prepared, Goal(s)))];

    private static IEnumerable<KernelCase> Training(long[] s) =>
        [Of("conv", s, Pass.Forward, Goal(s)), Of("conv-grad-input", s, Pass.GradInput, s[6] > 1 ? 3 : 0), Of("conv-grad-weight", s, Pass.GradWeight, s[6] > 1 ? 3 : 0)];

    private static double Goal(long[] s) => s[6] > 1 ? 3 : s[4] == 3 && s[5] == 1 && s[1] >= 64 ? 1.4 : 1;

    private static KernelCase Of(string kind, long[] s, Pass pass, double goal)
    {
        long padding = s[4] / 2, output = ((s[3] + (2 * padding) - s[4]) / s[5]) + 1;
        double inputs = s[0] * s[1] * s[3] * s[3], weights = s[2] * (s[1] / s[6]) * s[4] * s[4], outputs = (double)s[0] * s[2] * output * output;
        double flops = 2 * outputs * (s[1] / s[6]) * s[4] * s[4], bytes = 4 * (inputs + weights + outputs);
        return new(kind, s, flops, bytes, () => Convolve(s, padding, pass)) { Goal = goal };
    }

    private static unsafe Action Convolve(long[] s, long padding, Pass pass)
    {
        ConvAxis axis = new(s[3], s[4], s[5], padding);
        ConvGeometry g = new(s[0], s[1], s[2], axis, axis, s[6]);
        float[] x = Noise(g.InputCount), w = Noise(g.WeightCount), y = Noise(g.OutputCount);
        PreparedWeights? prepared = null;
        return () =>
        {
            fixed (float* x0 = x, w0 = w, y0 = y)
            {
                float* px = Aligned(x0), pw = Aligned(w0), py = Aligned(y0);
                if (pass == Pass.Forward) Convolution.Forward(g, px, pw, null, py, relu: false);
                else if (pass == Pass.Prepared) Convolution.ForwardPrepared(g, px, pw, null, null, py, relu: false, ref prepared);
                else if (pass == Pass.GradInput) Convolution.GradInput(g, py, pw, px);
                else Convolution.GradWeight(g, px, py, pw);
            }
        };
    }

    /// <summary>Random numbers in memory that stays where it is, from its first multiple of 64 bytes on, as in a tensor.</summary>
    private static unsafe float[] Noise(long count)
    {
        float[] values = GC.AllocateArray<float>(checked((int)count + (64 / sizeof(float))), pinned: true);
        fixed (float* start = values)
            Tensor.Rand(new Shape(count), DType.Float32, new Philox(1)).ToArray<float>().CopyTo(new Span<float>(Aligned(start), (int)count));
        return values;
    }

    private static unsafe float* Aligned(float* start) => (float*)(((nint)start + 63) & ~(nint)63);
}
