namespace Nabla;

/// <summary>What an op's backward reads. Everything else is free to go as soon as the forward pass is done.</summary>
[Flags]
[Export("ops.Keep")]
public enum Keep
{
    /// <summary>Only the incoming gradient and shapes.</summary>
    Nothing = 0,

    /// <summary>The output.</summary>
    Output = 1,

    /// <summary>The first input.</summary>
    A = 2,

    /// <summary>The second input.</summary>
    B = 4,

    /// <summary>The third input.</summary>
    C = 8,

    /// <summary>Every input, however many.</summary>
    Inputs = 16,

    /// <summary>Of two factors, each only when the other wants a gradient (products).</summary>
    Crosswise = 32,
}
