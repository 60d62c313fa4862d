namespace Nabla.Algorithms.Bench;

/// <summary>One line a measurement: what, our time, each peer's time and how many times longer it takes.</summary>
internal static class Table
{
    public static void Heading(string title) => Console.WriteLine($"\n## {title}");

    public static void Row(string name, double ours, params ReadOnlySpan<(string Peer, double Milliseconds)> peers)
    {
        Console.Write($"{name,-44} {Format(ours),10}");
        foreach ((string peer, double time) in peers)
        {
            if (double.IsFinite(time)) Console.Write($"  | {peer} {Format(time)} ({time / ours:0.00}x)");
        }
        Console.WriteLine();
    }

    private static string Format(double milliseconds) => milliseconds switch
    {
        < 0.001 => $"{milliseconds * 1e6:0} ns",
        < 1 => $"{milliseconds * 1e3:0.0} us",
        _ => $"{milliseconds:0.00} ms",
    };
}
