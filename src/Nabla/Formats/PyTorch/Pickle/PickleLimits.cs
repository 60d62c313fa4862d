namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>Bounds that keep a small hostile file from costing much.</summary>
/// <param name="Bytes">Longest pickle.</param>
/// <param name="Objects">Most values a pickle may push.</param>
/// <param name="Opaque">True to keep unknown globals as placeholders instead of failing.</param>
internal sealed record PickleLimits(long Bytes, long Objects, bool Opaque);
