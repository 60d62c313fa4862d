using Nabla.Vision.Transforms;

namespace Nabla.Vision;

/// <summary>Batches whose pictures are mixed among each other on the way: mixup, CutMix, or by chance one of the two.</summary>
/// <remarks>Targets become shares of classes [B, classes]. What is mixed how is a function of seed, epoch and batch number, so that training resumes exactly.</remarks>
[Export("vision.datasets.MixedBatches")]
public sealed class MixedBatches : IBatchSource<Batch>
{
    private readonly IBatchSource<Batch> _batches;
    private readonly int _classes;
    private readonly double _mixUp, _cutMix;
    private readonly ulong _seed;

    /// <summary>Mixes the batches of a source.</summary>
    /// <param name="batches">Pictures [B, C, H, W] with class numbers [B] or shares [B, classes].</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="mixUp">Alpha of mixup (0.2 in the paper's ImageNet trainings); 0 for none.</param>
    /// <param name="cutMix">Alpha of CutMix (1 in the paper); 0 for none. With both, each batch takes one of them, with equal chances.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">An alpha is negative, not finite, or both are 0; or there is no class.</exception>
    public MixedBatches(IBatchSource<Batch> batches, int classes, double mixUp = 0.2, double cutMix = 0, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Check(mixUp, nameof(mixUp));
        Check(cutMix, nameof(cutMix));
        if (mixUp == 0 && cutMix == 0) throw new ArgumentOutOfRangeException(nameof(mixUp), mixUp, "The alpha of mixup or that of CutMix must be positive.");
        (_batches, _classes, _mixUp, _cutMix, _seed) = (batches, classes, mixUp, cutMix, seed);
    }

    /// <inheritdoc/>
    public int Count => _batches.Count;

    /// <inheritdoc/>
    public int Samples => _batches.Samples;

    /// <inheritdoc/>
    public IEnumerable<Batch> Epoch(int epoch = 0, int first = 0, CancellationToken cancellation = default)
    {
        int index = first;
        foreach (Batch batch in _batches.Epoch(epoch, first, cancellation))
        {
            TransformRandom random = TransformRandom.For(_seed, epoch, index++);
            bool cut = _cutMix > 0 && (_mixUp == 0 || random.Chance(0.5));
            using (batch) yield return cut ? BatchMixing.CutMix(batch, _classes, random, _cutMix) : BatchMixing.MixUp(batch, _classes, random, _mixUp);
        }
    }

    private static void Check(double alpha, string name)
    {
        if (!(alpha >= 0) || double.IsInfinity(alpha)) throw new ArgumentOutOfRangeException(name, alpha, "The alpha of a beta distribution must be positive, or 0 for none.");
    }
}
