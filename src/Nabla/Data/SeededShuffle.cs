namespace Nabla;

/// <summary>Small deterministic random numbers for orders of samples: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal static class SeededShuffle
{
    /// <summary>A seed that depends on all of two numbers.</summary>
    public static ulong Mix(ulong seed, ulong number)
    {
        ulong state = seed ^ ((number + 1) * 0xD1342543DE82EF95);
        Next(ref state);
        return Next(ref state);
    }

    /// <summary>The next 64 bits.</summary>
    public static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    public static double NextUnit(ref ulong state) => (Next(ref state) >> 11) * (1.0 / (1L << 53));

    /// <summary>Fisher and Yates.</summary>
    public static void Shuffle(Span<int> values, ulong seed)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)(Next(ref seed) % (ulong)(i + 1));
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
