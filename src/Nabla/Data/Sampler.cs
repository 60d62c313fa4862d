namespace Nabla;

/// <summary>The order in which an epoch visits a dataset. A function of the epoch alone, so that training resumes exactly.</summary>
[Export("utils.data.Sampler")]
public abstract class Sampler
{
    /// <summary>Number of positions in an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>The positions of an epoch, in order.</summary>
    public abstract IReadOnlyList<int> Order(int epoch);
}
