namespace Nabla.Vision.Detection;

/// <summary>Settings of an <see cref="SppDetector"/>.</summary>
[Export("vision.detection.SppDetectorOptions")]
public sealed record SppDetectorOptions
{
    /// <summary>Lengths of the shorter side at which a picture is looked at; each box is taken from where it comes closest to <see cref="Side"/>².</summary>
    public IReadOnlyList<int> Scales { get; init; } = [480, 576, 688, 864, 1200];

    /// <summary>The side that a box should have in the resized picture.</summary>
    public int Side { get; init; } = 224;

    /// <summary>Proposals that overlap no object of a class by more are its negative examples.</summary>
    public double Negative { get; init; } = 0.3;

    /// <summary>Proposals that overlap an object by at least so much teach the regressor.</summary>
    public double Near { get; init; } = 0.6;

    /// <summary>Of two boxes of a class that overlap by more only the better one is kept.</summary>
    public double Suppression { get; init; } = 0.3;

    /// <summary>Boxes that score less are not given.</summary>
    public double LeastScore { get; init; }

    /// <summary>How often negatives that the machine finds hard are added to its examples.</summary>
    public int MiningRounds { get; init; } = 2;

    /// <summary>Negatives to begin with, for each positive example.</summary>
    public int FirstNegatives { get; init; } = 20;

    /// <summary>Penalty of the regression's weights.</summary>
    public double Ridge { get; init; } = 1000;

    /// <summary>The mean length that features are brought to before machines and regressors see them.</summary>
    public double FeatureNorm { get; init; } = 20;

    /// <summary>The support vector machines.</summary>
    public LinearSvmOptions Machine { get; init; } = new();

    /// <exception cref="ArgumentException">A setting cannot be used.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Scales);
        ArgumentNullException.ThrowIfNull(Machine);
        if (Scales.Count == 0 || Scales.Any(scale => scale < 1)) throw new ArgumentException($"At least one scale is needed, and all must be positive; got [{string.Join(", ", Scales)}].", nameof(Scales));
        ArgumentOutOfRangeException.ThrowIfLessThan(Side, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MiningRounds);
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstNegatives, 1);
        foreach ((double share, string name) in ((double, string)[])[(Negative, nameof(Negative)), (Near, nameof(Near)), (Suppression, nameof(Suppression))])
        {
            if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(name, share, "An overlap in 0..1 is expected.");
        }
        foreach ((double value, string name) in ((double, string)[])[(Ridge, nameof(Ridge)), (FeatureNorm, nameof(FeatureNorm))])
        {
            if (!double.IsFinite(value) || value <= 0) throw new ArgumentOutOfRangeException(name, value, "A positive number is expected.");
        }
        Machine.Check();
    }
}
