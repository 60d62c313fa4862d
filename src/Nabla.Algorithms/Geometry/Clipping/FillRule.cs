namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>Which points a set of closed outlines encloses.</summary>
[Export("algorithms.geometry.clipping.FillRule")]
public enum FillRule
{
    /// <summary>Points around which the outlines go a total number of times other than zero.</summary>
    NonZero,

    /// <summary>Points around which the outlines go an odd number of times: the direction of holes does not matter.</summary>
    EvenOdd,
}
