namespace Nabla;

/// <summary>A sample of a relaxed categorical distribution, drawn anew at each call from the model's generator. Jang, Gu and Poole (2016).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="temperature">Above 0; towards 0 the sample becomes one-hot.</param>
/// <param name="hard">One-hot samples, with the gradient of soft ones.</param>
/// <param name="axis">Axis of the classes.</param>
[Export("nn.GumbelSoftmax")]
public sealed class GumbelSoftmax(Weights w, double temperature = 1, bool hard = false, int axis = -1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.GumbelSoftmax(x, temperature, hard, axis, Generator);
}
