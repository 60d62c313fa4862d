namespace Nabla;

/// <summary>A <see cref="Linear"/> whose inputs are counted at the first one.</summary>
[Export("nn.LazyLinear")]
[FunctionalTwin(nameof(Nabla.Functional.Linear))]
public sealed class LazyLinear : LazyModule<Linear>
{
    /// <summary>Describes the layer; its parameters come with the first input.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="outputs">Extent of the last axis of the output.</param>
    /// <param name="bias">Add a bias?</param>
    public LazyLinear(Weights w, int outputs, bool bias = true)
        : base(w, (place, channels) => new Linear(place, channels, outputs, bias), shape => Extent(nameof(LazyLinear), shape, 1, int.MaxValue, s => s[^1]), "weight", shape => (int)shape[1])
    {
    }
}
