namespace Nabla.Vision;

/// <summary>Batches of normalised pictures, prepared in the background.</summary>
[Export("vision.datasets.ImageBatches")]
public sealed class ImageBatches : IBatchSource<Batch>
{
    private readonly LabelledImages _images;
    private readonly ImageAugmentation _augmentation;
    private readonly float[] _table;
    private readonly DataLoader<int, Batch> _loader;

    /// <summary>Describes the batches.</summary>
    /// <param name="images">Where pictures come from.</param>
    /// <param name="batchSize">Pictures per batch.</param>
    /// <param name="normalization">Mean and deviation per channel, with pixels in 0..1.</param>
    /// <param name="sampler">Order; sequential when null.</param>
    /// <param name="augmentation">Random changes; none when null.</param>
    /// <param name="dropLast">Leave out a last batch that is not full?</param>
    /// <param name="seed">Seed of the changes.</param>
    /// <exception cref="ArgumentException">The normalisation does not have one entry a channel.</exception>
    public ImageBatches(
        LabelledImages images, int batchSize, (double[] Mean, double[] Deviation) normalization,
        Sampler? sampler = null, ImageAugmentation? augmentation = null, bool dropLast = false, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (normalization.Mean.Length != images.Channels || normalization.Deviation.Length != images.Channels)
            throw new ArgumentException($"The normalisation needs one mean and one deviation for each of {images.Channels} channels.", nameof(normalization));
        (_images, _augmentation) = (images, augmentation ?? ImageAugmentation.None);
        _table = new float[images.Channels * 256];
        for (int c = 0; c < images.Channels; c++)
        {
            for (int value = 0; value < 256; value++) _table[(c * 256) + value] = (float)(((value / 255.0) - normalization.Mean[c]) / normalization.Deviation[c]);
        }
        _loader = new(images, batchSize, Collate, sampler, dropLast, seed: seed);
    }

    /// <inheritdoc/>
    public int Count => _loader.Count;

    /// <inheritdoc/>
    public int Samples => _loader.Samples;

    /// <inheritdoc/>
    public IEnumerable<Batch> Epoch(int epoch = 0, int first = 0, CancellationToken cancellation = default) => _loader.Epoch(epoch, first, cancellation);

    private Batch Collate(IReadOnlyList<int> indices, Generator generator)
    {
        int size = _images.PictureSize;
        Tensor inputs = Tensor.Empty([indices.Count, _images.Channels, _images.Height, _images.Width]);
        long[] targets = new long[indices.Count];
        float[] draws = new float[indices.Count * ImageAugmentation.Draws];
        if (_augmentation != ImageAugmentation.None) generator.Uniform(draws);
        inputs.Write((Span<float> pixels) =>
        {
            for (int i = 0; i < indices.Count; i++)
            {
                targets[i] = _images.Labels[indices[i]];
                _augmentation.Apply(
                    _images.Pixels(indices[i]), pixels.Slice(i * size, size), _table, _images.Channels, _images.Height, _images.Width,
                    draws.AsSpan(i * ImageAugmentation.Draws, ImageAugmentation.Draws));
            }
        });
        return new(inputs, Tensor.Of(targets));
    }
}
