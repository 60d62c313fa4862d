namespace Nabla.Kernels.RandomNumbers;

/// <summary>The Mersenne Twister as PyTorch's CPU generator uses it: the same seed gives the same numbers.</summary>
/// <remarks>
/// M. Matsumoto and T. Nishimura (1998). Uniform numbers, integers and permutations are PyTorch's to the bit; normal ones to the rounding of
/// log, sin and cos (PyTorch's own differ between machines). Not thread-safe: numbers come in sequence.
/// </remarks>
public sealed class Mt19937
{
    private const int Length = 624;
    private const int Middle = 397;
    private readonly uint[] _state = new uint[Length];
    private int _next;
    private double _spare;
    private bool _hasSpare;

    /// <summary>Starts a sequence; only the low 32 bits of the seed count, as in PyTorch.</summary>
    public Mt19937(ulong seed = 5489) => Seed(seed);

    /// <summary>Starts the sequence of a seed again.</summary>
    public void Seed(ulong seed)
    {
        _state[0] = (uint)seed;
        for (int i = 1; i < Length; i++)
            _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        _next = Length;
        _hasSpare = false;
    }

    /// <summary>The whole state as words, for checkpoints: 624 words, position, and the spare normal number (flag, low, high).</summary>
    public uint[] Save()
    {
        uint[] words = new uint[Length + 4];
        _state.CopyTo(words, 0);
        ulong spare = BitConverter.DoubleToUInt64Bits(_spare);
        words[Length] = (uint)_next;
        words[Length + 1] = _hasSpare ? 1u : 0u;
        words[Length + 2] = (uint)spare;
        words[Length + 3] = (uint)(spare >> 32);
        return words;
    }

    /// <summary>Restores a state that <see cref="Save"/> gave.</summary>
    /// <exception cref="ArgumentException">Not 628 words, or a position outside the state.</exception>
    public void Load(ReadOnlySpan<uint> words)
    {
        if (words.Length != Length + 4)
            throw new ArgumentException($"A saved state has {Length + 4} words, not {words.Length}.", nameof(words));
        if (words[Length] > Length)
            throw new ArgumentException($"The position {words[Length]} is outside the state's {Length} words.", nameof(words));
        words[..Length].CopyTo(_state);
        _next = (int)words[Length];
        _hasSpare = words[Length + 1] != 0;
        _spare = BitConverter.UInt64BitsToDouble(words[Length + 2] | ((ulong)words[Length + 3] << 32));
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Length)
            Refill();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary>64 random bits: two draws, the first one high.</summary>
    public ulong NextUInt64()
    {
        ulong high = NextUInt32();
        return (high << 32) | NextUInt32();
    }

    /// <summary>Uniform float on [0, 1) with 24 bits.</summary>
    public float NextSingle() => (NextUInt32() & 0xFFFFFF) * (1f / 16777216);

    /// <summary>Uniform double on [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextUInt64() & 0x1FFFFFFFFFFFFF) * (1.0 / 9007199254740992);

    /// <summary>One normal number, as PyTorch draws fewer than 16; every second one comes from a pair kept in the generator.</summary>
    public double NextNormal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }
        double u = NextDouble();
        double v = NextDouble();
        double radius = Math.Sqrt(-2 * LogOneMinus(v));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * u);
        _spare = radius * sin;
        _hasSpare = true;
        return radius * cos;
    }

    /// <summary>A whole number in [0, range): 32 random bits below 2^32, 64 above, modulo the range (slightly biased, as in PyTorch).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is 0.</exception>
    public ulong NextInteger(ulong range)
    {
        ArgumentOutOfRangeException.ThrowIfZero(range);
        return (range >= 1UL << 32 ? NextUInt64() : NextUInt32()) % range;
    }

    // v has 53 bits, so 1 - v is exact.
    private static double LogOneMinus(double v) => Math.Log(1 - v);

    private void Refill()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DF);
        }
        _next = 0;
    }
}
