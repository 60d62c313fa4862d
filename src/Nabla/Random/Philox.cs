using System.Buffers.Binary;
using Nabla.Kernels.RandomNumbers;

namespace Nabla;

/// <summary>A counter-based generator: each call takes the next stream, and element i of a stream depends on seed, stream and i alone.</summary>
/// <remarks>Philox4x32-10, Salmon et al. (2011). The same numbers at any thread count.</remarks>
/// <param name="seed">Seed of the sequence.</param>
[Export("random.Philox")]
public sealed unsafe class Philox(ulong seed = 0) : Generator
{
    private ulong _seed = seed;
    private ulong _stream;

    /// <inheritdoc/>
    public override void Seed(ulong seed) => (_seed, _stream) = (seed, 0);

    /// <inheritdoc/>
    public override byte[] SaveState()
    {
        byte[] state = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(state, _seed);
        BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(8), _stream);
        return state;
    }

    /// <inheritdoc/>
    public override void LoadState(ReadOnlySpan<byte> state)
    {
        if (state.Length != 16) throw new ArgumentException($"A Philox state has 16 bytes; got {state.Length}.", nameof(state));
        (_seed, _stream) = (BinaryPrimitives.ReadUInt64LittleEndian(state), BinaryPrimitives.ReadUInt64LittleEndian(state[8..]));
    }

    internal override (ulong Key, ulong Stream)? NextStream() => (_seed, _stream++);

    internal override void Uniform(Tensor y, double low, double high)
    {
        ulong stream = _stream++;
        if (y.DType == DType.Float64)
        {
            using Pinned<double> p = y.PinForWriting<double>();
            RandomFill.Uniform(p.Pointer, y.Count, low, high, _seed, stream);
        }
        else
        {
            using Pinned<float> p = y.PinForWriting<float>();
            RandomFill.Uniform(p.Pointer, y.Count, low, high, _seed, stream);
        }
    }

    internal override void Normal(Tensor y, double mean, double deviation)
    {
        ulong stream = _stream++;
        if (y.DType == DType.Float64)
        {
            using Pinned<double> p = y.PinForWriting<double>();
            RandomFill.Normal(p.Pointer, y.Count, mean, deviation, _seed, stream);
        }
        else
        {
            using Pinned<float> p = y.PinForWriting<float>();
            RandomFill.Normal(p.Pointer, y.Count, mean, deviation, _seed, stream);
        }
    }

    internal override void Integers(Tensor y, long low, long high)
    {
        using Pinned<long> p = y.PinForWriting<long>();
        RandomFill.Integers(p.Pointer, y.Count, low, high, _seed, _stream++);
    }

    internal override Tensor Permutation(long n)
    {
        using Tensor keys = Tensor.Empty([n], DType.Float64);
        Uniform(keys, 0, 1);
        double[] drawn = keys.ToArray<double>();
        long[] order = new long[n];
        for (long i = 0; i < n; i++) order[i] = i;
        Array.Sort(drawn, order);
        return Tensor.Of(order);
    }
}
