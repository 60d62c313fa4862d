namespace Nabla.Vision.Detection;

/// <summary>A found object.</summary>
/// <param name="Class">Number of the class.</param>
/// <param name="Score">Of its support vector machine; above 0 means yes.</param>
/// <param name="Left">x1 in pixels.</param>
/// <param name="Top">y1.</param>
/// <param name="Right">x2.</param>
/// <param name="Bottom">y2.</param>
[Export("vision.detection.SppDetection")]
public readonly record struct SppDetection(int Class, float Score, float Left, float Top, float Right, float Bottom);
