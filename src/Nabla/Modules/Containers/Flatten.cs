namespace Nabla;

/// <summary>Merges neighbouring axes into one.</summary>
[Export("nn.Flatten")]
public sealed class Flatten : Module
{
    private readonly int _start, _end;

    /// <summary>Describes the axes.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="start">First axis merged.</param>
    /// <param name="end">Last axis merged.</param>
    public Flatten(Weights w, int start = 1, int end = -1)
        : base(w) => (_start, _end) = (start, end);

    /// <summary>x -> the same elements with fewer axes.</summary>
    public override Tensor Forward(Tensor x) => x.Flatten(_start, _end);
}
