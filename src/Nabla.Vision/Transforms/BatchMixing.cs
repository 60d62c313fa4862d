namespace Nabla.Vision.Transforms;

/// <summary>Mixes the pictures of a batch among each other; the targets become shares of classes [B, classes].</summary>
public static class BatchMixing
{
    /// <summary>Weighted means of pairs of pictures. Zhang et al., mixup (2017).</summary>
    /// <param name="batch">Inputs [B, C, H, W], targets class numbers [B] or shares [B, classes].</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Random numbers.</param>
    /// <param name="alpha">Parameter of the beta distribution of the weight, positive.</param>
    [Export("vision.transforms.BatchMixing.mix_up")]
    public static Batch MixUp(Batch batch, int classes, TransformRandom random, double alpha = 0.2)
    {
        (float[] inputs, float[] targets, long[] shape) = Open(batch, classes, random);
        float share = (float)random.Beta(alpha, alpha);
        int size = inputs.Length / (int)shape[0];
        float[] mixed = new float[inputs.Length];
        for (int i = 0; i < mixed.Length; i++) mixed[i] = share * inputs[i] + (1 - share) * inputs[Partner(i, size, inputs.Length)];
        return Close(mixed, shape, targets, classes, share);
    }

    /// <summary>A rectangle of each picture is cut out and replaced by that of another. Yun et al., CutMix (2019).</summary>
    /// <inheritdoc cref="MixUp" path="/param"/>
    [Export("vision.transforms.BatchMixing.cut_mix")]
    public static Batch CutMix(Batch batch, int classes, TransformRandom random, double alpha = 1)
    {
        (float[] inputs, float[] targets, long[] shape) = Open(batch, classes, random);
        if (shape.Length != 4) throw new ArgumentException($"CutMix needs pictures [B, C, H, W]; got {batch.Inputs.Shape}.", nameof(batch));
        int height = (int)shape[2], width = (int)shape[3], size = inputs.Length / (int)shape[0];
        double half = 0.5 * Math.Sqrt(1 - random.Beta(alpha, alpha));
        int x = random.Integer(width), y = random.Integer(height), rx = (int)(half * width), ry = (int)(half * height);
        int left = Math.Max(0, x - rx), right = Math.Min(width, x + rx), top = Math.Max(0, y - ry), bottom = Math.Min(height, y + ry);
        float[] mixed = [.. inputs];
        for (int row = 0; row < inputs.Length / width; row++)
        {
            if (row % height < top || row % height >= bottom) continue;
            for (int i = row * width + left; i < row * width + right; i++) mixed[i] = inputs[Partner(i, size, inputs.Length)];
        }
        float share = 1 - (float)((right - left) * (bottom - top)) / (width * height);
        return Close(mixed, shape, targets, classes, share);
    }

    /// <summary>The same value of the picture before, as torchvision's reference rolls the batch; its order is random already.</summary>
    private static int Partner(int i, int size, int length) => i >= size ? i - size : i + length - size;

    private static (float[] Inputs, float[] Targets, long[] Shape) Open(Batch batch, int classes, TransformRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        float[] shares;
        if (batch.Targets.Shape.Rank == 2)
        {
            if (batch.Targets.Shape[1] != classes) throw new ArgumentException($"The targets have {batch.Targets.Shape[1]} classes; expected {classes}.", nameof(batch));
            shares = batch.Targets.ToArray<float>();
        }
        else
        {
            long[] numbers = batch.Targets.ToArray<long>();
            shares = new float[numbers.Length * classes];
            for (int i = 0; i < numbers.Length; i++)
            {
                if (numbers[i] < 0 || numbers[i] >= classes) throw new ArgumentException($"Target {i} is class {numbers[i]}; expected 0..{classes - 1}.", nameof(batch));
                shares[i * classes + numbers[i]] = 1;
            }
        }
        return (batch.Inputs.ToArray<float>(), shares, batch.Inputs.Shape.Span.ToArray());
    }

    private static Batch Close(float[] mixed, long[] shape, float[] targets, int classes, float share)
    {
        float[] shares = new float[targets.Length];
        for (int i = 0; i < shares.Length; i++) shares[i] = share * targets[i] + (1 - share) * targets[Partner(i, classes, targets.Length)];
        return new(Tensor.Of(mixed, shape), Tensor.Of(shares, [targets.Length / classes, classes]));
    }
}
