namespace Nabla.Tests.Ops;

/// <summary>One line of the gradient table: a function and the float64 inputs it is differentiated at.</summary>
/// <param name="Name">Shown when it fails.</param>
/// <param name="Function">Built from the public methods, so that it runs the op as a program would.</param>
/// <param name="Inputs">All of them get a gradient.</param>
/// <param name="Twice">Check gradients of gradients as well.</param>
internal sealed record GradientCase(string Name, Func<Tensor[], Tensor> Function, Tensor[] Inputs, bool Twice = true)
{
    /// <summary>The inputs as fresh leaves.</summary>
    public Tensor[] Leaves() => [.. Inputs.Select(input => input.Clone().WithGrad())];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
