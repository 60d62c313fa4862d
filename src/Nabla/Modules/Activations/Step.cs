namespace Nabla;

/// <summary>Element by element, 1 from the threshold up and 0 below: Rosenblatt's (1958) perceptron unit. Its gradient is 0.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="threshold">Smallest value that fires.</param>
[Export("nn.Step")]
public sealed class Step(Weights w, double threshold = 0) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Step(x, threshold);
}
