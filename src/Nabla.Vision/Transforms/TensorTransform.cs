using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>From an image to a model's input: steps on the image, planes of values in 0..1, mean and deviation.</summary>
/// <param name="Steps">Steps on the image.</param>
/// <param name="Mean">Of each channel; one channel makes pictures grey, three colour.</param>
/// <param name="Deviation">Of each channel.</param>
/// <param name="Erasing">Random erasing at the end; null for none.</param>
[Export("vision.transforms.TensorTransform")]
public sealed record TensorTransform(ImageTransform Steps, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, RandomErasing? Erasing = null)
{
    /// <summary>Mean of ImageNet's colours.</summary>
    public static IReadOnlyList<double> ImageNetMean { get; } = [0.485, 0.456, 0.406];

    /// <summary>Standard deviation of ImageNet's colours.</summary>
    public static IReadOnlyList<double> ImageNetDeviation { get; } = [0.229, 0.224, 0.225];

    /// <summary>Channels of the result.</summary>
    public int Channels => Mean.Count;

    /// <summary>One image as [1, C, H, W].</summary>
    /// <param name="image">Any image; grey and colour are converted, alpha is dropped.</param>
    /// <param name="random">Random numbers; those of seed 0 when null.</param>
    public Tensor Apply(Image image, TransformRandom? random = null)
    {
        random ??= new(0);
        Image ready = Prepare(image, random);
        Tensor result = Tensor.Empty([1, Channels, ready.Height, ready.Width]);
        result.Write((Span<float> values) => Finish(ready, values, random));
        return result;
    }

    /// <summary>The image after the steps, with the right number of channels.</summary>
    public Image Prepare(Image image, TransformRandom random)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Channels is not (1 or 3) || Deviation.Count != Channels)
            throw new InvalidOperationException($"A transform has one or three means and as many deviations; got {Mean.Count} and {Deviation.Count}.");
        image = image.To8Bit();
        return Steps.Apply(Channels == 1 ? image.ToGrey() : image.ToRgb(), random).To8Bit();
    }

    /// <summary>Planes, normalisation and erasing.</summary>
    /// <param name="image">From <see cref="Prepare"/>.</param>
    /// <param name="target">[C, H, W].</param>
    /// <param name="random">The same random numbers.</param>
    public void Finish(Image image, Span<float> target, TransformRandom random)
    {
        ArgumentNullException.ThrowIfNull(image);
        int plane = image.Width * image.Height, channels = image.Channels;
        if (channels != Channels || target.Length != plane * channels)
            throw new ArgumentException($"{target.Length} values for {channels} channels of {plane} pixels; expected {Channels} channels.", nameof(target));
        Span<float> scale = stackalloc float[3], shift = stackalloc float[3];
        for (int c = 0; c < channels; c++) (scale[c], shift[c]) = ((float)(1 / (255 * Deviation[c])), (float)(-Mean[c] / Deviation[c]));
        ReadOnlySpan<byte> data = image.Data;
        int done = channels == 3 && Vector256.IsHardwareAccelerated ? Triples(data, target, plane, scale, shift) : 0;
        for (int c = 0; c < channels; c++)
        {
            for (int i = done; i < plane; i++) target[c * plane + i] = MathF.FusedMultiplyAdd(data[i * channels + c], scale[c], shift[c]);
        }
        Erasing?.Apply(target, channels, image.Height, image.Width, random);
    }

    private static int Triples(ReadOnlySpan<byte> data, Span<float> target, int plane, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift)
    {
        ref byte source = ref MemoryMarshal.GetReference(data);
        ref float first = ref MemoryMarshal.GetReference(target);
        int i = 0;
        for (; i + 16 <= plane; i += 16)
        {
            (Vector128<byte> a, Vector128<byte> b, Vector128<byte> c) = Interleaving.Load3(ref System.Runtime.CompilerServices.Unsafe.Add(ref source, 3 * i));
            Store(a, scale[0], shift[0], ref first, (nuint)i);
            Store(b, scale[1], shift[1], ref first, (nuint)(plane + i));
            Store(c, scale[2], shift[2], ref first, (nuint)(2 * plane + i));
        }
        return i;
    }

    private static void Store(Vector128<byte> bytes, float scale, float shift, ref float target, nuint at)
    {
        Vector256<ushort> wide = Vector256.WidenLower(bytes.ToVector256Unsafe());
        Vector256<float> low = Vector256.ConvertToSingle(Vector256.WidenLower(wide).AsInt32()), high = Vector256.ConvertToSingle(Vector256.WidenUpper(wide).AsInt32());
        Vector256<float> factor = Vector256.Create(scale), offset = Vector256.Create(shift);
        Vector256.FusedMultiplyAdd(low, factor, offset).StoreUnsafe(ref target, at);
        Vector256.FusedMultiplyAdd(high, factor, offset).StoreUnsafe(ref target, at + 8);
    }
}
