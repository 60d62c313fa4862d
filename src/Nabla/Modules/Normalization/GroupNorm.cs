namespace Nabla;

/// <summary>Normalisation of each group of channels of each sample. Wu and He (2018).</summary>
[Export("nn.GroupNorm")]
public sealed class GroupNorm : Module
{
    private readonly int _groups;
    private readonly double _epsilon;

    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="groups">Number of groups; divides the channels.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Learn a scale and a shift?</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(Weights w, int groups, int channels, double epsilon = 1e-5, bool affine = true)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (channels % groups != 0) throw new ArgumentException($"{channels} channels cannot be divided among {groups} groups.", nameof(groups));
        (_groups, _epsilon) = (groups, epsilon);
        Weight = affine ? w.Get("weight", [channels], Init.Ones) : null;
        Bias = affine ? w.Get("bias", [channels], Init.Zeros) : null;
    }

    /// <summary>Scale [C]; null when not affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>Shift [C]; null when not affine.</summary>
    public Parameter? Bias { get; }

    /// <summary>x [N, C, ...] -> same shape.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.GroupNorm(x, _groups, Weight?.Value, Bias?.Value, _epsilon);
}
