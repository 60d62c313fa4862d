namespace Nabla.Exports;

/// <summary>A deprecated name was used.</summary>
/// <param name="name">The name that was used.</param>
/// <param name="canonical">The name to use.</param>
[Export("api.DeprecatedNameEventArgs")]
public sealed class DeprecatedNameEventArgs(string name, string canonical) : EventArgs
{
    /// <summary>The name that was used.</summary>
    public string Name { get; } = name;

    /// <summary>The name to use.</summary>
    public string Canonical { get; } = canonical;

    /// <summary>A sentence for people.</summary>
    public string Message => $"'{Name}' is deprecated; use '{Canonical}'.";
}
