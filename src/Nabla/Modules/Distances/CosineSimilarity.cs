namespace Nabla;

/// <summary>Cosine of the angle between slices along an axis.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of the vectors.</param>
/// <param name="epsilon">Norms are not taken smaller than this.</param>
[Export("nn.CosineSimilarity")]
public sealed class CosineSimilarity(Weights w, int axis = 1, double epsilon = 1e-8) : Module(w)
{
    /// <summary>Two tensors whose shapes broadcast -> the shape without the axis.</summary>
    public Tensor Compare(Tensor x1, Tensor x2) => Nabla.Functional.CosineSimilarity(x1, x2, axis, epsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"CosineSimilarity takes two inputs; got {inputs.Count}.", nameof(inputs));
        return [Compare(inputs[0], inputs[1])];
    }
}
