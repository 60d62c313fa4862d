namespace Nabla;

/// <summary>What a non-strict load left out.</summary>
/// <param name="Missing">Keys the model has and the state dict lacks; their values are unchanged.</param>
/// <param name="Unexpected">Keys the state dict has and the model lacks.</param>
[Export("nn.LoadResult")]
public sealed record LoadResult(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
