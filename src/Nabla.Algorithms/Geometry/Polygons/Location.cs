namespace Nabla.Algorithms.Geometry.Polygons;

/// <summary>Where a point lies with respect to a closed region.</summary>
[Export("algorithms.geometry.polygons.Location")]
public enum Location
{
    /// <summary>Not in the region.</summary>
    Outside,

    /// <summary>On an edge or a vertex.</summary>
    Boundary,

    /// <summary>In the open interior.</summary>
    Inside,
}
