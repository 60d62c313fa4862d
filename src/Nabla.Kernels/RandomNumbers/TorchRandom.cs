namespace Nabla.Kernels.RandomNumbers;

/// <summary>Fills spans in the order in which PyTorch's CPU functions draw from their generator.</summary>
public static class TorchRandom
{
    private const int Group = 16;

    /// <summary><c>uniform_(low, high)</c> of float32; the scaling rounds once, as in PyTorch's vector code.</summary>
    public static void Uniform(Mt19937 generator, Span<float> y, float low = 0, float high = 1)
    {
        ArgumentNullException.ThrowIfNull(generator);
        float width = high - low;
        for (int i = 0; i < y.Length; i++)
            y[i] = MathF.FusedMultiplyAdd(generator.NextSingle(), width, low);
    }

    /// <summary><c>uniform_(low, high)</c> of float64.</summary>
    public static void Uniform(Mt19937 generator, Span<double> y, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(generator);
        double width = high - low;
        for (int i = 0; i < y.Length; i++)
            y[i] = Math.FusedMultiplyAdd(generator.NextDouble(), width, low);
    }

    /// <summary><c>normal_(mean, deviation)</c> of float32: from 16 elements on, groups of eight pairs; fewer come one by one.</summary>
    public static void Normal(Mt19937 generator, Span<float> y, float mean = 0, float deviation = 1)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (y.Length < Group)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = (float)((generator.NextNormal() * deviation) + mean);
            return;
        }
        Uniform(generator, y);
        for (int i = 0; i <= y.Length - Group; i += Group)
            Pairs(y.Slice(i, Group), mean, deviation);
        if (y.Length % Group == 0)
            return;
        // The last group is drawn afresh and overlaps the one before it.
        Uniform(generator, y[^Group..]);
        Pairs(y[^Group..], mean, deviation);
    }

    /// <summary><c>normal_(mean, deviation)</c> of float64.</summary>
    public static void Normal(Mt19937 generator, Span<double> y, double mean = 0, double deviation = 1)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (y.Length < Group)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = (generator.NextNormal() * deviation) + mean;
            return;
        }
        Uniform(generator, y);
        for (int i = 0; i <= y.Length - Group; i += Group)
            Pairs(y.Slice(i, Group), mean, deviation);
        if (y.Length % Group == 0)
            return;
        Uniform(generator, y[^Group..]);
        Pairs(y[^Group..], mean, deviation);
    }

    /// <summary><c>bernoulli_(probability)</c>: 1 or 0, one 53-bit number each.</summary>
    public static void Bernoulli(Mt19937 generator, Span<byte> y, double probability)
    {
        ArgumentNullException.ThrowIfNull(generator);
        for (int i = 0; i < y.Length; i++)
            y[i] = generator.NextDouble() < probability ? (byte)1 : (byte)0;
    }

    /// <summary><c>randint(low, high)</c>: whole numbers in [low, high).</summary>
    /// <exception cref="ArgumentOutOfRangeException">high is not above low.</exception>
    public static void Integers(Mt19937 generator, Span<long> y, long low, long high)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        ulong range = (ulong)high - (ulong)low;
        for (int i = 0; i < y.Length; i++)
            y[i] = unchecked(low + (long)generator.NextInteger(range));
    }

    /// <summary><c>randperm(n)</c>: a permutation of 0 .. n - 1.</summary>
    public static void Permutation(Mt19937 generator, Span<long> y)
    {
        ArgumentNullException.ThrowIfNull(generator);
        for (int i = 0; i < y.Length; i++)
            y[i] = i;
        for (int i = 0; i < y.Length - 1; i++)
        {
            int j = i + (int)(generator.NextUInt32() % (uint)(y.Length - i));
            (y[i], y[j]) = (y[j], y[i]);
        }
    }

    private static void Pairs(Span<float> y, float mean, float deviation)
    {
        for (int j = 0; j < Group / 2; j++)
        {
            float radius = MathF.Sqrt(-2 * MathF.Log(1 - y[j]));
            (float sin, float cos) = MathF.SinCos(2 * MathF.PI * y[j + (Group / 2)]);
            y[j] = (radius * cos * deviation) + mean;
            y[j + (Group / 2)] = (radius * sin * deviation) + mean;
        }
    }

    private static void Pairs(Span<double> y, double mean, double deviation)
    {
        for (int j = 0; j < Group / 2; j++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - y[j]));
            (double sin, double cos) = Math.SinCos(2 * Math.PI * y[j + (Group / 2)]);
            y[j] = (radius * cos * deviation) + mean;
            y[j + (Group / 2)] = (radius * sin * deviation) + mean;
        }
    }
}
