namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFusedRecurrent
{
    /// <inheritdoc/>
    public void Recurrent(RecurrentPlan plan, Tensor gates, Tensor weight, Tensor? bias, Tensor? projection, Tensor initial, Tensor? cell, Tensor y, Tensor? kept, Tensor? raw)
    {
    }

    /// <inheritdoc/>
    public void RecurrentBackward(
        RecurrentPlan plan, Tensor g, Tensor gates, Tensor weight, Tensor? projection, Tensor initial, Tensor? cell, Tensor y, Tensor? kept,
        Tensor gGates, Tensor? gProduct, Tensor before, Tensor? gProjected, Tensor gInitial, Tensor? gCell)
    {
    }
}
