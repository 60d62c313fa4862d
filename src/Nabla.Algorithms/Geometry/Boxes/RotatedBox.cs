namespace Nabla.Algorithms.Geometry.Boxes;

/// <summary>A rectangle in any direction, as detectors of rotated objects describe it.</summary>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="Width">Length of the sides along the angle, 0 or more.</param>
/// <param name="Height">Length of the other sides, 0 or more.</param>
/// <param name="Angle">Radians, counter-clockwise.</param>
[Export("algorithms.geometry.boxes.RotatedBox")]
public readonly record struct RotatedBox(double X, double Y, double Width, double Height, double Angle)
{
    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>Writes the four corners, counter-clockwise.</summary>
    /// <param name="corners">Receives 4 points.</param>
    /// <exception cref="ArgumentException"><paramref name="corners"/> has fewer than 4 slots.</exception>
    public void Corners(Span<Point2> corners)
    {
        Guard.Count(corners.Length, 4, nameof(corners));
        Vec2 along = new Vec2(Width / 2, 0).Rotate(Angle), across = new Vec2(0, Height / 2).Rotate(Angle);
        var centre = new Point2(X, Y);
        corners[0] = centre - along - across;
        corners[1] = centre + along - across;
        corners[2] = centre + along + across;
        corners[3] = centre - along + across;
    }
}
