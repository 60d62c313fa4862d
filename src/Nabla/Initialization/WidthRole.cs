namespace Nabla;

/// <summary>How a parameter's role changes with the width.</summary>
[Export("nn.init.WidthRole")]
public enum WidthRole
{
    /// <summary>Fan-in does not grow: input weights, biases, scales.</summary>
    Input,

    /// <summary>Fan-in and fan-out grow.</summary>
    Hidden,

    /// <summary>Fan-in grows and fan-out does not: the last layer.</summary>
    Output,
}
