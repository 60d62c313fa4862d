namespace Nabla;

/// <summary>Everything an optimiser needs to go on exactly where it was.</summary>
/// <param name="Tensors">State tensors with flat keys in PyTorch's layout, such as <c>state.0.exp_avg</c>; the number is the parameter's position over all groups.</param>
/// <param name="Json">Settings of the groups, step counts and the names of each parameter's tensors.</param>
[Export("optim.OptimizerState")]
public sealed record OptimizerState(IReadOnlyDictionary<string, Tensor> Tensors, string Json);
