using System.Runtime.InteropServices;
using Nabla.Kernels.RandomNumbers;

namespace Nabla;

/// <summary>PyTorch's CPU generator: the same seed gives PyTorch's numbers.</summary>
/// <remarks>The Mersenne Twister, Matsumoto and Nishimura (1998), in PyTorch's order of draws. Sequential, so slower than <see cref="Philox"/>.</remarks>
/// <param name="seed">As in <c>torch.manual_seed</c>.</param>
[Export("random.TorchGenerator")]
public sealed class TorchGenerator(ulong seed = 0) : Generator
{
    private readonly Mt19937 _twister = new(seed);

    /// <inheritdoc/>
    public override void Seed(ulong seed) => _twister.Seed(seed);

    /// <inheritdoc/>
    public override byte[] SaveState() => MemoryMarshal.AsBytes(_twister.Save().AsSpan()).ToArray();

    /// <inheritdoc/>
    public override void LoadState(ReadOnlySpan<byte> state)
    {
        if (state.Length % sizeof(uint) != 0) throw new ArgumentException($"A Mersenne Twister state is a list of 32-bit words; got {state.Length} bytes.", nameof(state));
        _twister.Load(MemoryMarshal.Cast<byte, uint>(state));
    }

    internal override void Uniform(Tensor y, double low, double high)
    {
        if (y.DType == DType.Float64) TorchRandom.Uniform(_twister, y.AsSpan<double>(), low, high);
        else TorchRandom.Uniform(_twister, y.AsSpan<float>(), (float)low, (float)high);
    }

    internal override void Normal(Tensor y, double mean, double deviation)
    {
        if (y.DType == DType.Float64) TorchRandom.Normal(_twister, y.AsSpan<double>(), mean, deviation);
        else TorchRandom.Normal(_twister, y.AsSpan<float>(), (float)mean, (float)deviation);
    }

    internal override void Integers(Tensor y, long low, long high)
    {
        Span<long> target = y.AsSpan<long>();
        for (int i = 0; i < target.Length; i++) target[i] = low + (long)_twister.NextInteger((ulong)(high - low));
    }

    internal override Tensor Permutation(long n)
    {
        long[] order = new long[n];
        TorchRandom.Permutation(_twister, order);
        return Tensor.Of(order);
    }
}
