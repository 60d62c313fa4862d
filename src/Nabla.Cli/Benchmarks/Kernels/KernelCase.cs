namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>One kernel at one size.</summary>
/// <param name="Kind">What it does; peers know it by the same word.</param>
/// <param name="Sizes">The numbers that fix the work, in the order the kind has them.</param>
/// <param name="Flops">Floating-point operations of the plain algorithm; a multiply-add is two.</param>
/// <param name="Bytes">Bytes that must be read or written at least once.</param>
/// <param name="Prepare">Makes the operands and returns the work to be timed.</param>
internal sealed record KernelCase(string Kind, long[] Sizes, double Flops, double Bytes, Func<Action> Prepare)
{
    /// <summary>The name a filter matches, such as <c>gemm-512x512x512</c>.</summary>
    public string Name { get; } = $"{Kind}-{string.Join('x', Sizes)}";

    /// <summary>Whether it computes with float64.</summary>
    public bool IsDouble => Kind is "dgemm";
}

/// <summary>What was measured of a case; the peer's time is null when it was not asked or does not know the kind.</summary>
internal sealed record KernelResult(KernelCase Case, double Seconds, double Share, double? PeerSeconds)
{
    /// <summary>Rate in GFLOP/s, or GB/s for work bound by memory.</summary>
    public (double Value, string Unit) Rate => Case.Flops > 4 * Case.Bytes ? (Case.Flops / Seconds / 1e9, "GFLOP/s") : (Case.Bytes / Seconds / 1e9, "GB/s");
}
