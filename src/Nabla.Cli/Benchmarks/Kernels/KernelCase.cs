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

    /// <summary>How many times faster than PyTorch it is meant to be; 0 when there is no such goal.</summary>
    public double Goal { get; init; }
}

/// <summary>A peer's time for the same work.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Seconds">Its time.</param>
internal sealed record PeerTime(string Name, double Seconds);

/// <summary>What was measured of a case, and the peers that know its kind.</summary>
internal sealed record KernelResult(KernelCase Case, double Seconds, double Share, IReadOnlyList<PeerTime> Peers)
{
    /// <summary>Rate in GFLOP/s, or GB/s for work bound by memory.</summary>
    public (double Value, string Unit) Rate => Case.Flops > 4 * Case.Bytes ? (Case.Flops / Seconds / 1e9, "GFLOP/s") : (Case.Bytes / Seconds / 1e9, "GB/s");

    /// <summary>A peer's time, or null.</summary>
    public double? Of(string peer) => Peers.FirstOrDefault(one => one.Name == peer)?.Seconds;
}
