using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.RandomNumbers;

/// <summary>Arrays of random numbers drawn with <see cref="Philox"/>: element i depends on the seed, the stream and i alone.</summary>
public static unsafe class RandomFill
{
    // Elements handled together; also where threads may divide the work.
    private const long Block = 256;
    private const long BlocksPerThread = 16;

    /// <summary>Uniform on [low, high): 24 random bits for float, 53 for double.</summary>
    /// <param name="y">Receives the numbers; float or double.</param>
    /// <param name="count">How many.</param>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Upper bound; with rounding it can be met when the interval is narrow for its place.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Distinguishes calls with one seed.</param>
    public static void Uniform<T>(T* y, long count, double low, double high, ulong seed, ulong stream) where T : unmanaged =>
        Start(y, count, seed, stream, new UniformDraw(low, high - low));

    /// <summary>Normal with the given mean and standard deviation, by the transform of Box and Muller.</summary>
    /// <inheritdoc cref="Uniform{T}"/>
    public static void Normal<T>(T* y, long count, double mean, double deviation, ulong seed, ulong stream) where T : unmanaged =>
        Start(y, count, seed, stream, new NormalDraw(mean, deviation));

    /// <summary>One with the given probability (to 2^-32), else zero; any element type.</summary>
    /// <inheritdoc cref="Uniform{T}"/>
    public static void Bernoulli<T>(T* y, long count, double probability, ulong seed, ulong stream) where T : unmanaged
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is between 0 and 1.");
        Start(y, count, seed, stream, new BernoulliDraw((ulong)Math.Round(probability * 4294967296.0)));
    }

    /// <summary>Whole numbers in [low, high), equally likely to 2^-32 or better.</summary>
    /// <inheritdoc cref="Uniform{T}"/>
    /// <exception cref="ArgumentOutOfRangeException">high is not above low.</exception>
    public static void Integers<T>(T* y, long count, long low, long high, ulong seed, ulong stream) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        Start(y, count, seed, stream, new IntegerDraw(low, (ulong)high - (ulong)low));
    }

    private static void Start<T, D>(T* y, long count, ulong seed, ulong stream, D draw) where T : unmanaged where D : struct, IDraw
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Body<T, D> body = new(y, count, seed, stream, draw);
        WorkPool.For((count + Block - 1) / Block, BlocksPerThread, ref body);
    }

    private readonly struct Body<T, D>(T* y, long count, ulong seed, ulong stream, D draw) : IRangeBody where T : unmanaged where D : struct, IDraw
    {
        [SkipLocalsInit]
        public void Invoke(long start, long end)
        {
            uint* words = stackalloc uint[(int)Block * 2];
            T* values = stackalloc T[(int)Block];
            int each = draw.WordsPerElement<T>();
            for (long block = start; block < end; block++)
            {
                long first = block * Block;
                int n = (int)Math.Min(Block, count - first);
                // Whole blocks always: a normal deviate's partner may lie beyond the end.
                Philox.Words(seed, stream, first * each, words, Block * each);
                draw.Draw(words, values, (int)Block);
                Unsafe.CopyBlockUnaligned(y + first, values, (uint)(n * sizeof(T)));
            }
        }
    }
}
