namespace Nabla;

/// <summary>A reproducible source of random numbers. The same seed gives the same numbers at any thread count.</summary>
[Export("Generator")]
public abstract class Generator
{
    /// <summary>The generator used where none is given; reseed with <see cref="Seed"/>.</summary>
    [Export("random.default_generator")]
    public static Generator Default { get; set; } = new Philox(0);

    /// <summary>Starts over from a seed.</summary>
    public abstract void Seed(ulong seed);

    /// <summary>The exact state, for checkpoints.</summary>
    public abstract byte[] SaveState();

    /// <summary>Goes back to a saved state.</summary>
    /// <exception cref="ArgumentException">The bytes are not a state of this kind of generator.</exception>
    public abstract void LoadState(ReadOnlySpan<byte> state);

    /// <summary>Uniform numbers in [0, 1).</summary>
    public void Uniform(Span<float> values)
    {
        using Tensor drawn = Tensor.Empty([values.Length]);
        Uniform(drawn, 0, 1);
        drawn.CopyTo(values);
    }

    /// <summary>Uniform numbers in [low, high) into contiguous float32 or float64.</summary>
    internal abstract void Uniform(Tensor y, double low, double high);

    /// <summary>Normal numbers into contiguous float32 or float64.</summary>
    internal abstract void Normal(Tensor y, double mean, double deviation);

    /// <summary>Integers in [low, high) into contiguous int64.</summary>
    internal abstract void Integers(Tensor y, long low, long high);

    /// <summary>0..n-1 in random order, as int64.</summary>
    internal abstract Tensor Permutation(long n);
}
