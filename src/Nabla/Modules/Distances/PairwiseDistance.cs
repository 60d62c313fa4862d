namespace Nabla;

/// <summary>p-norm of the difference of vectors along the last axis.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="p">Order of the norm.</param>
/// <param name="epsilon">Added to the difference.</param>
/// <param name="keepDims">Keep the last axis with extent 1?</param>
[Export("nn.PairwiseDistance")]
public sealed class PairwiseDistance(Weights w, double p = 2, double epsilon = 1e-6, bool keepDims = false) : Module(w)
{
    /// <summary>Two tensors whose shapes broadcast -> the shape without the last axis.</summary>
    public Tensor Compare(Tensor x1, Tensor x2) => Nabla.Functional.PairwiseDistance(x1, x2, p, epsilon, keepDims);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"PairwiseDistance takes two inputs; got {inputs.Count}.", nameof(inputs));
        return [Compare(inputs[0], inputs[1])];
    }
}
