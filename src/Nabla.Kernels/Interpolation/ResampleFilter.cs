namespace Nabla.Kernels.Interpolation;

/// <summary>How an output position weighs the inputs around it.</summary>
public enum ResampleFilter
{
    /// <summary>The input at or before it, as PyTorch's <c>nearest</c>.</summary>
    Nearest,

    /// <summary>The input whose centre is nearest, as PyTorch's <c>nearest-exact</c>.</summary>
    NearestExact,

    /// <summary>The straight line between the two inputs around it.</summary>
    Linear,

    /// <summary>Keys' (1981) cubic through the four inputs around it, with a = -¾ (and -½ when antialiased), as PyTorch.</summary>
    Cubic,

    /// <summary>The mean of the inputs it covers.</summary>
    Area,
}
