namespace Nabla;

/// <summary>How the losses of single elements become one number.</summary>
[Export("nn.LossReduction")]
public enum LossReduction
{
    /// <summary>Their (weighted) mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They do not.</summary>
    None,
}
