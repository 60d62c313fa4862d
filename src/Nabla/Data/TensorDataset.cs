namespace Nabla;

/// <summary>Inputs and targets held in two tensors whose first axes run over the samples.</summary>
[Export("utils.data.TensorDataset")]
public sealed class TensorDataset : IDataset<(Tensor Input, Tensor Target)>
{
    private readonly Tensor _inputs, _targets;

    /// <summary>Pairs rows of two tensors.</summary>
    /// <param name="inputs">[N, ...].</param>
    /// <param name="targets">[N, ...].</param>
    /// <exception cref="ShapeMismatchException">The first extents differ.</exception>
    public TensorDataset(Tensor inputs, Tensor targets)
    {
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
            throw new ShapeMismatchException($"Inputs {inputs.Shape} and targets {targets.Shape} must have the same first extent.", nameof(targets));
        (_inputs, _targets) = (inputs.Persist(), targets.Persist());
    }

    /// <inheritdoc/>
    public int Count => checked((int)_inputs.Shape[0]);

    /// <inheritdoc/>
    public (Tensor Input, Tensor Target) this[int index] => (_inputs.Select(0, index), _targets.Select(0, index));
}
