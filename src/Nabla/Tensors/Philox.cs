namespace Nabla;
/// <summary>Counter-based generator.</summary>
public sealed class Philox(ulong seed) : Generator
{
    private Random _r = new((int)seed);
    /// <inheritdoc/>
    public override void Seed(ulong seed) => _r = new((int)seed);
    /// <inheritdoc/>
    public override byte[] SaveState() => [];
    /// <inheritdoc/>
    public override void LoadState(ReadOnlySpan<byte> state) { }
    internal override void Uniform(Tensor y, double low, double high) => Each(y, () => low + (_r.NextDouble() * (high - low)));
    internal override void Normal(Tensor y, double mean, double deviation) => Each(y, () => mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - _r.NextDouble())) * Math.Cos(2 * Math.PI * _r.NextDouble())));
    internal override void Integers(Tensor y, long low, long high) => Each(y, () => _r.NextInt64(low, high));
    internal override Tensor Permutation(long n) { long[] a = [.. Enumerable.Range(0, (int)n).Select(i => (long)i)]; _r.Shuffle(a); return Tensor.Of(a); }
    private static void Each(Tensor y, Func<double> f) { double[] v = [.. Enumerable.Range(0, (int)y.Count).Select(_ => f())]; using Tensor t = Tensor.Of(v, y.Shape); y.Backend.Copy(t, y); }
}
