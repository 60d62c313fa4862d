namespace Nabla;

/// <summary>How <see cref="Functional.Interpolate"/> fills positions between those it has.</summary>
[Export("nn.functional.InterpolateMode")]
public enum InterpolateMode
{
    /// <summary>The position at or before; PyTorch's <c>nearest</c>.</summary>
    Nearest,

    /// <summary>The position with the nearest centre; PyTorch's <c>nearest-exact</c>.</summary>
    NearestExact,

    /// <summary>Linear along every axis: PyTorch's <c>linear</c>, <c>bilinear</c> and <c>trilinear</c>.</summary>
    Linear,

    /// <summary>Cubic along every axis: PyTorch's <c>bicubic</c>.</summary>
    Cubic,

    /// <summary>The mean of the positions covered; PyTorch's <c>area</c>.</summary>
    Area,
}
