namespace Nabla;

/// <summary>What a grid that points outside an image reads.</summary>
[Export("nn.functional.GridPadding")]
public enum GridPadding
{
    /// <summary>0.</summary>
    Zeros,

    /// <summary>The nearest position of the border.</summary>
    Border,

    /// <summary>The image mirrored at its border, again and again.</summary>
    Reflection,
}
