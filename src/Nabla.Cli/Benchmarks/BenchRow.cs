using System.Globalization;

namespace Nabla.Cli.Benchmarks;

/// <summary>One measurement: our time on some work of size n, and the times of the same work done otherwise.</summary>
/// <param name="Work">What was done.</param>
/// <param name="N">The size of the input.</param>
/// <param name="Milliseconds">Our time.</param>
/// <param name="Peers">The other ways.</param>
internal sealed record BenchRow(string Work, int N, double Milliseconds, IReadOnlyList<BenchPeer> Peers)
{
    /// <summary>A time with a readable unit.</summary>
    public static string Format(double milliseconds) => milliseconds switch
    {
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1e6:0} ns"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1e3:0.0} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms"),
    };
}

/// <summary>The same work done another way.</summary>
/// <param name="Name">Whose way.</param>
/// <param name="Milliseconds">Its time.</param>
/// <param name="Goal">How many times our time it should take at least; 0 where there is no goal.</param>
internal sealed record BenchPeer(string Name, double Milliseconds, double Goal = 0);
