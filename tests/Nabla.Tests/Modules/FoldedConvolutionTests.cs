namespace Nabla.Tests.Modules;

/// <summary>Evaluation joins a convolution, its normalisation, the other branch of a residual block and ReLU; the values must be those of the separate passes.</summary>
public sealed class FoldedConvolutionTests
{
    [Theory]
    [InlineData(1, 7, 1, true)]
    [InlineData(1, 20, 1, false)]
    [InlineData(3, 14, 1, true)]
    [InlineData(3, 14, 2, false)]
    [InlineData(3, 9, 8, true)]
    public void Joined_passes_give_the_values_of_separate_ones(int kernel, int size, int groups, bool relu)
    {
        Weights w = Weights.Random(1);
        Conv2d conv = new(w["conv"], 32, 40, kernel, padding: kernel / 2, groups: groups, bias: false);
        BatchNorm2d norm = new(w["norm"], 40);
        Philox random = new(3);
        norm.RunningMean!.Value.CopyInPlace(Tensor.Rand([40], DType.Float32, random));
        norm.RunningVariance!.Value.CopyInPlace(Tensor.Rand([40], DType.Float32, random) + 0.5);
        conv.Eval();
        norm.Eval();
        Tensor x = Tensor.Rand([2, 32, size, size], DType.Float32, random) - 0.5, other = Tensor.Rand([2, 40, size, size], DType.Float32, random) - 0.5;
        Tensor separate = norm.CallAfter(conv, x.Detach().WithGrad(), relu, other).Detach();
        using GradMode.Restore off = GradMode.NoGrad();
        foreach (Tensor add in new[] { other, other.Transpose(2, 3).Contiguous().Transpose(2, 3), other })
        {
            Tensor joined = norm.CallAfter(conv, x, relu, add);
            Assert.True((joined - separate).Abs().Max().Item() < 2e-5);
        }
        Tensor row = Tensor.Rand([40, 1, 1], DType.Float32, random);
        Tensor plain = norm.Call(conv.Call(x)) + row;
        Assert.True((norm.CallAfter(conv, x, relu, row) - (relu ? plain.Relu() : plain)).Abs().Max().Item() < 2e-5);
    }
}
