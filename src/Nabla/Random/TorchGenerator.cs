using System.Numerics;
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

    internal override void Bernoulli(Tensor y, double probability)
    {
        byte[] hits = new byte[y.Count];
        TorchRandom.Bernoulli(_twister, hits, probability);
        using Tensor drawn = Tensor.Of(hits.AsSpan(), y.Shape, y.Backend);
        y.Backend.Copy(drawn, y);
    }

    internal override Tensor Bernoulli(Tensor p)
    {
        bool[] hits = new bool[p.Count];
        if (p.DType == DType.Float64)
        {
            double[] shares = p.ToArray<double>();
            for (int i = 0; i < hits.Length; i++) hits[i] = _twister.NextDouble() < shares[i];
        }
        else
        {
            float[] shares = p.To(DType.Float32).ToArray<float>();
            for (int i = 0; i < hits.Length; i++) hits[i] = _twister.NextSingle() < shares[i];
        }
        return Tensor.Of(hits.AsSpan(), p.Shape, p.Backend);
    }

    internal override void Keep(Tensor y, double dropped) => Bernoulli(y, 1 - dropped);

    internal override void Draw(Tensor y, Distribution distribution, double a, double b)
    {
        Span<double> values = y.AsSpan<double>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = distribution switch
            {
                Distribution.Exponential => TorchDistributions.Exponential(_twister, a),
                Distribution.Geometric => TorchDistributions.Geometric(_twister, a),
                Distribution.LogNormal => TorchDistributions.LogNormal(_twister, a, b),
                _ => TorchDistributions.Cauchy(_twister, a, b),
            };
        }
    }

    internal override void WholeNumbers(Tensor y, long most, bool wide)
    {
        Span<long> values = y.AsSpan<long>();
        ulong range = (ulong)most + 1;
        for (int i = 0; i < values.Length; i++) values[i] = (long)((wide ? _twister.NextUInt64() : _twister.NextUInt32()) % range);
    }

    internal override void Multinomial(Tensor weights, bool replacement, Span<long> y)
    {
        if (weights.DType == DType.Float64) Positions(weights.ToArray<double>(), replacement, y);
        else Positions(weights.To(DType.Float32).ToArray<float>(), replacement, y);
    }

    private void Positions<T>(T[] weights, bool replacement, Span<long> y)
        where T : IFloatingPointIeee754<T>
    {
        if (replacement && y.Length > 1)
        {
            TorchDistributions.Multinomial(_twister, weights, new T[weights.Length], y);
            return;
        }
        T[] keys = new T[weights.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = weights[i] / T.CreateTruncating(TorchDistributions.Exponential(_twister, 1));
        long[] places = [.. Enumerable.Range(0, keys.Length).Select(i => (long)i)];
        Array.Sort(keys, places);
        for (int i = 0; i < y.Length; i++) y[i] = places[^(i + 1)];
    }
}
