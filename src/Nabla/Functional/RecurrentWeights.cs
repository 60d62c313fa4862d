namespace Nabla;

/// <summary>The weights of one direction of one recurrent layer, as PyTorch keeps them: gates i, f, g, o of an LSTM, r, z, n of a GRU, one after another.</summary>
/// <param name="InputWeight"><c>weight_ih</c> [gates·H, inputs].</param>
/// <param name="HiddenWeight"><c>weight_hh</c> [gates·H, H] (or [gates·H, P] with projection).</param>
/// <param name="InputBias"><c>bias_ih</c> [gates·H], or null.</param>
/// <param name="HiddenBias"><c>bias_hh</c> [gates·H]; null just when the other is.</param>
/// <param name="Projection"><c>weight_hr</c> [P, H], or null.</param>
[Export("nn.functional.RecurrentWeights")]
public sealed record RecurrentWeights(Tensor InputWeight, Tensor HiddenWeight, Tensor? InputBias = null, Tensor? HiddenBias = null, Tensor? Projection = null);
