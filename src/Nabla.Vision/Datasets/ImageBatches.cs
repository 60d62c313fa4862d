using Nabla.Kernels.Threading;
using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Vision;

/// <summary>Batches of normalised pictures, prepared in the background.</summary>
[Export("vision.datasets.ImageBatches")]
public sealed class ImageBatches : IBatchSource<Batch>
{
    private readonly LabelledImages _images;
    private readonly ImageAugmentation _augmentation;
    private readonly ImageTransform? _transform;
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
    /// <param name="transform">Changes of the picture before <paramref name="augmentation"/>; it must keep the size. None when null.</param>
    /// <exception cref="ArgumentException">The normalisation does not have one entry a channel.</exception>
    public ImageBatches(
        LabelledImages images, int batchSize, (double[] Mean, double[] Deviation) normalization,
        Sampler? sampler = null, ImageAugmentation? augmentation = null, bool dropLast = false, ulong seed = 0, ImageTransform? transform = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (normalization.Mean.Length != images.Channels || normalization.Deviation.Length != images.Channels)
            throw new ArgumentException($"The normalisation needs one mean and one deviation for each of {images.Channels} channels.", nameof(normalization));
        (_images, _augmentation, _transform) = (images, augmentation ?? ImageAugmentation.None, transform);
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
        byte[]? changed = _transform is null && !_images.IsLazy ? null : Transformed(indices, generator);
        inputs.Write((Span<float> pixels) =>
        {
            for (int i = 0; i < indices.Count; i++)
            {
                targets[i] = _images.Labels[indices[i]];
                _augmentation.Apply(
                    changed is null ? _images.Pixels(indices[i]) : changed.AsSpan(i * size, size), pixels.Slice(i * size, size), _table, _images.Channels, _images.Height, _images.Width,
                    draws.AsSpan(i * ImageAugmentation.Draws, ImageAugmentation.Draws));
            }
        });
        return new(inputs, Tensor.Of(targets));
    }

    private byte[] Transformed(IReadOnlyList<int> indices, Generator generator)
    {
        float[] drawn = new float[2];
        if (_transform is not null) generator.Uniform(drawn);
        ulong seed = (ulong)BitConverter.SingleToUInt32Bits(drawn[0]) << 32 | BitConverter.SingleToUInt32Bits(drawn[1]);
        var work = new Transforming { Images = _images, Transform = _transform, Indices = indices, Seed = seed, Result = new byte[indices.Count * _images.PictureSize] };
        WorkPool.For(indices.Count, 1, ref work);
        return work.Result;
    }

    private struct Transforming : IRangeBody
    {
        public LabelledImages Images;
        public ImageTransform? Transform;
        public IReadOnlyList<int> Indices;
        public ulong Seed;
        public byte[] Result;

        public readonly void Invoke(long start, long end)
        {
            for (int i = (int)start; i < end; i++)
            {
                if (Transform is null)
                {
                    Images.Pixels(Indices[i]).CopyTo(Result.AsSpan(i * Images.PictureSize));
                    continue;
                }
                Image image = Transform.Apply(Images.ToImage(Indices[i]), TransformRandom.For(Seed, 0, i));
                if (image.Width != Images.Width || image.Height != Images.Height)
                    throw new InvalidOperationException($"{Transform.GetType().Name} made {image.Width} x {image.Height} of a picture of {Images.Width} x {Images.Height}; the size must stay.");
                image = Images.Channels == 1 ? image.ToGrey() : image.ToRgb();
                ImageFolder.Planes(image.To8Bit()).CopyTo(Result, i * Images.PictureSize);
            }
        }
    }
}
