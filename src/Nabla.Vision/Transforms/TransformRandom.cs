namespace Nabla.Vision.Transforms;

/// <summary>Random numbers for one picture's transforms; the same seed gives the same numbers on every machine.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood (2014). Not for several threads at once: each picture has its own.</remarks>
/// <param name="seed">Decides all numbers.</param>
[Export("vision.transforms.TransformRandom")]
public sealed class TransformRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The numbers of one picture of one epoch.</summary>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="index">Number of the picture.</param>
    [Export("vision.transforms.TransformRandom.for")]
    public static TransformRandom For(ulong seed, int epoch, int index)
    {
        var random = new TransformRandom(seed ^ ((ulong)(uint)epoch << 32 | (uint)index) * 0xD1342543DE82EF95);
        random.Next();
        return random;
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>An integer in 0 .. count - 1.</summary>
    public int Integer(int count) => (int)(Uniform() * count);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>A standard normal number, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>A gamma number of scale 1, by Marsaglia and Tsang (2000).</summary>
    /// <param name="shape">Positive.</param>
    public double Gamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1) return Gamma(shape + 1) * Math.Pow(1 - Uniform(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return d * v;
        }
    }

    /// <summary>A beta number in 0..1.</summary>
    public double Beta(double a, double b)
    {
        double x = Gamma(a), y = Gamma(b);
        return x + y > 0 ? x / (x + y) : 0.5;
    }

    /// <summary>0 .. count - 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = Integer(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
