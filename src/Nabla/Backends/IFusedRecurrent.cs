namespace Nabla;

/// <summary>Recurrent layers over all time steps at once; contiguous tensors, null for what is missing.</summary>
public interface IFusedRecurrent
{
    /// <summary>Runs a layer over time.</summary>
    /// <param name="plan">Sizes and order.</param>
    /// <param name="gates">[R, gates]: products of inputs and weights with biases; overwritten with the values of the gates.</param>
    /// <param name="weight">Weights of the state [gates, state].</param>
    /// <param name="bias">Of a GRU, the bias inside the reset gate [hidden].</param>
    /// <param name="projection">[projection, hidden].</param>
    /// <param name="initial">Initial states [B, state].</param>
    /// <param name="cell">Initial cell states [B, hidden].</param>
    /// <param name="y">Receives outputs [R, state], last states [B, state] and last cell states [B, hidden], one after another.</param>
    /// <param name="kept">Receives what backward needs [R, hidden].</param>
    /// <param name="raw">Receives the states before projection [R, hidden].</param>
    void Recurrent(RecurrentPlan plan, Tensor gates, Tensor weight, Tensor? bias, Tensor? projection, Tensor initial, Tensor? cell, Tensor y, Tensor? kept, Tensor? raw);

    /// <summary>Gradients from <paramref name="g"/>, which is laid out as y.</summary>
    /// <param name="plan">As in the forward pass.</param>
    /// <param name="g">Gradient of y.</param>
    /// <param name="gates">Values of the gates.</param>
    /// <param name="weight">Weights of the state.</param>
    /// <param name="projection">Projection.</param>
    /// <param name="initial">Initial states.</param>
    /// <param name="cell">Initial cell states.</param>
    /// <param name="y">Result of the forward pass.</param>
    /// <param name="kept">What it kept.</param>
    /// <param name="gGates">Receives the gradients of the gates' sums [R, gates].</param>
    /// <param name="gProduct">Of a GRU, receives those of the products of states and weights [R, gates].</param>
    /// <param name="before">Receives the state before every step [R, state].</param>
    /// <param name="gProjected">With projection, receives the whole gradient of every output [R, state].</param>
    /// <param name="gInitial">Receives the gradient of the initial states.</param>
    /// <param name="gCell">Receives that of the initial cell states.</param>
    void RecurrentBackward(
        RecurrentPlan plan, Tensor g, Tensor gates, Tensor weight, Tensor? projection, Tensor initial, Tensor? cell, Tensor y, Tensor? kept,
        Tensor gGates, Tensor? gProduct, Tensor before, Tensor? gProjected, Tensor gInitial, Tensor? gCell);
}
