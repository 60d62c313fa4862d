namespace Nabla;

/// <summary>Degrees and radians.</summary>
public static class AngleExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, degrees as radians. Integers become float32.</summary>
        [Export("deg2rad", "Tensor.deg2rad")]
        public Tensor DegreesToRadians() => x.ToFloating() * (Math.PI / 180);

        /// <summary>Element by element, radians as degrees. Integers become float32.</summary>
        [Export("rad2deg", "Tensor.rad2deg")]
        public Tensor RadiansToDegrees() => x.ToFloating() * (180 / Math.PI);
    }
}
