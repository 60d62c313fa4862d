namespace Nabla;

/// <summary>Sets the first values of a parameter.</summary>
/// <param name="target">The parameter's tensor, values not set.</param>
/// <param name="generator">Where random numbers come from.</param>
[Export("nn.init.Initializer")]
public delegate void Initializer(Tensor target, Generator generator);
