namespace Nabla.Kernels.Interpolation;

/// <summary>Extents of a <see cref="WeightedGather"/>.</summary>
/// <param name="Images">N.</param>
/// <param name="Channels">C.</param>
/// <param name="Length">L, values that can be read in a channel.</param>
/// <param name="Count">K, taps of a position.</param>
/// <param name="Positions">P.</param>
public readonly record struct WeightedGatherSize(long Images, long Channels, long Length, long Count, long Positions);
