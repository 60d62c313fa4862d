using System.Runtime.InteropServices;
using Nabla.Kernels.Convolution;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Bench;

/// <summary>Convolutions of ResNet-18 (batch 8, 64x64), ResNet-50 (batch 1, 224x224), a small network on 28x28 images, and depthwise ones.</summary>
internal static unsafe class ConvBench
{
    /// <summary>Name, batch, in, out, size, kernel, stride, padding, groups; <c>benchmarks/peers/conv.py</c> times the same list.</summary>
    private static readonly (string Name, int Batch, int In, int Out, int Size, int Kernel, int Stride, int Padding, int Groups)[] Shapes =
    [
        ("resnet18.stem", 8, 3, 64, 64, 7, 2, 3, 1),
        ("resnet18.layer1", 8, 64, 64, 16, 3, 1, 1, 1),
        ("resnet18.layer2.down", 8, 64, 128, 16, 3, 2, 1, 1),
        ("resnet18.layer2.skip", 8, 64, 128, 16, 1, 2, 0, 1),
        ("resnet18.layer2", 8, 128, 128, 8, 3, 1, 1, 1),
        ("resnet18.layer3", 8, 256, 256, 4, 3, 1, 1, 1),
        ("resnet18.layer4.down", 8, 256, 512, 4, 3, 2, 1, 1),
        ("resnet18.layer4", 8, 512, 512, 2, 3, 1, 1, 1),
        ("cnn.conv1", 64, 1, 32, 28, 3, 1, 1, 1),
        ("cnn.conv2", 64, 32, 32, 28, 3, 1, 1, 1),
        ("cnn.conv3", 64, 32, 64, 14, 3, 1, 1, 1),
        ("cnn.conv4", 64, 64, 64, 14, 3, 1, 1, 1),
        ("cnn.conv5", 64, 64, 128, 7, 3, 1, 1, 1),
        ("cnn.conv6", 64, 128, 128, 7, 3, 1, 1, 1),
        ("resnet50.3x3.56", 1, 64, 64, 56, 3, 1, 1, 1),
        ("resnet50.1x1.56", 1, 64, 256, 56, 1, 1, 0, 1),
        ("resnet50.3x3.28", 1, 128, 128, 28, 3, 1, 1, 1),
        ("resnet50.1x1.14", 1, 256, 256, 14, 1, 1, 0, 1),
        ("resnet50.3x3.14", 1, 256, 256, 14, 3, 1, 1, 1),
        ("resnet50.3x3.7", 1, 512, 512, 7, 3, 1, 1, 1),
        ("mobilenet.3x3.s1", 1, 96, 96, 112, 3, 1, 1, 96),
        ("mobilenet.3x3.s2", 1, 96, 96, 112, 3, 2, 1, 96),
        ("efficientnet.5x5.s1", 1, 240, 240, 28, 5, 1, 2, 240),
        ("mobilenet.3x3.s1.b8", 8, 192, 192, 8, 3, 1, 1, 192),
    ];

    /// <summary>Prints three lines per shape; the share is of the peak of the threads in use.</summary>
    public static void Run(double peak, int threads, string filter)
    {
        foreach ((string name, int batch, int inputs, int outputs, int size, int kernel, int stride, int padding, int groups) in Shapes)
        {
            if (!name.Contains(filter, StringComparison.Ordinal))
                continue;
            var axis = new ConvAxis(size, kernel, stride, padding);
            var g = new ConvGeometry(batch, inputs, outputs, axis, axis, groups);
            float* x = GemmBench.New<float>(g.InputCount), w = GemmBench.New<float>(g.WeightCount), y = GemmBench.New<float>(g.OutputCount);
            float* gx = GemmBench.New<float>(g.InputCount), gw = GemmBench.New<float>(g.WeightCount);
            double forward = Timing.Median(() => Kernel.Forward(g, x, w, null, y, relu: false), 0.15);
            double input = Timing.Median(() => Kernel.GradInput(g, y, w, gx), 0.15);
            double weight = Timing.Median(() => Kernel.GradWeight(g, x, y, gw), 0.15);
            double flops = 2.0 * g.Work / 1e9;
            Console.WriteLine(
                $"{name,-22} ms forward {forward * 1e3,7:F3} input {input * 1e3,7:F3} weight {weight * 1e3,7:F3}   GFLOP/s "
                + $"{flops / forward,6:F1} {flops / input,6:F1} {flops / weight,6:F1}   of peak {flops / forward / peak / threads,5:P0} {flops / input / peak / threads,5:P0} {flops / weight / peak / threads,5:P0}");
            foreach (nint memory in (nint[])[(nint)x, (nint)w, (nint)y, (nint)gx, (nint)gw])
                NativeMemory.AlignedFree((void*)memory);
        }
    }
}
