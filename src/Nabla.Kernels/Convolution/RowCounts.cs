using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.Convolution;

/// <summary>No row of taps outside, or no mask.</summary>
internal readonly struct Count0 : ICount
{
    public static int Value => 0;
}

/// <summary>Eight rows.</summary>
internal readonly struct Count8 : ICount
{
    public static int Value => 8;
}
