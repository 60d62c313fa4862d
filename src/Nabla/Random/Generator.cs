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

    /// <summary>1 with a probability, else 0, into contiguous float32 or float64.</summary>
    internal virtual void Bernoulli(Tensor y, double probability)
    {
        using Tensor drawn = Tensor.Empty(y.Shape, DType.Float64, y.Backend);
        Uniform(drawn, 0, 1);
        using Tensor hits = drawn.Less(probability);
        y.Backend.Copy(hits, y);
    }

    /// <summary>1 with the probability each element of p gives, else 0; bool, the shape of p.</summary>
    internal virtual Tensor Bernoulli(Tensor p)
    {
        using Tensor drawn = Tensor.Empty(p.Shape, DType.Float64, p.Backend);
        Uniform(drawn, 0, 1);
        return drawn.Less(p.To(DType.Float64));
    }

    /// <summary>1 where dropout keeps an element, else 0, into contiguous float32 or float64.</summary>
    internal virtual void Keep(Tensor y, double dropped)
    {
        Uniform(y, 0, 1);
        using Tensor kept = y.GreaterOrEqual(dropped);
        y.Backend.Copy(kept, y);
    }

    /// <summary>A stream of Philox words for a kernel that draws element by element, used up by this call; null for generators that work otherwise.</summary>
    internal virtual (ulong Key, ulong Stream)? NextStream() => null;

    /// <summary>Numbers of a distribution, one formula of uniforms u in [0, 1) each, into contiguous float64.</summary>
    internal virtual void Draw(Tensor y, Distribution distribution, double a, double b)
    {
        if (distribution == Distribution.LogNormal)
        {
            Normal(y, a, b);
            using Tensor powers = y.Exp();
            y.Backend.Copy(powers, y);
            return;
        }
        Uniform(y, 0, 1);
        y.Write<double>(values =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                double u = values[i];
                values[i] = distribution switch
                {
                    Distribution.Exponential => -double.LogP1(-u) / a,
                    Distribution.Geometric => Math.Max(1, Math.Ceiling(double.LogP1(-u) / double.LogP1(-a))),
                    _ => a + (b * Math.Tan(Math.PI * (u - 0.5))),
                };
            }
        });
    }

    /// <summary>Whole numbers in 0..most (inclusive) into contiguous int64; all 63 bits for long.MaxValue.</summary>
    /// <param name="y">Receives them.</param>
    /// <param name="most">The largest.</param>
    /// <param name="wide">Do numbers take 64 random bits each?</param>
    internal virtual void WholeNumbers(Tensor y, long most, bool wide) => Integers(y, 0, most == long.MaxValue ? most : most + 1);

    /// <summary>Positions drawn with probabilities proportional to the weights of a row, float32 or float64.</summary>
    internal virtual void Multinomial(Tensor weights, bool replacement, Span<long> y) => WeightedDraws.Run(weights.To(DType.Float64).ToArray<double>(), replacement, this, y);
}
