namespace Nabla.Algorithms.Geometry;

/// <summary>Keeps squares of coordinates within the range of double.</summary>
internal static class Scaling
{
    /// <summary>A power of two (so that scaling changes no digit) that brings lengths like <paramref name="extent"/> near 1.</summary>
    /// <param name="extent">A finite length; 0 gives 1.</param>
    public static double For(double extent) => extent == 0 ? 1 : Math.ScaleB(1, Math.Clamp(-Math.ILogB(extent) - 1, -1022, 1022));
}
