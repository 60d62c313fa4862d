using System.Runtime.CompilerServices;
using Nabla.Algorithms.Sequences;

namespace Nabla.Algorithms.Sorting;

/// <summary>How far an external sort has come.</summary>
/// <param name="Phase">"runs" while sorted runs are written, then "merge".</param>
/// <param name="Pass">The merge pass, from 1; 0 in the first phase.</param>
/// <param name="Records">Records written in this phase and pass.</param>
[Export("algorithms.sorting.ExternalSortProgress")]
public readonly record struct ExternalSortProgress(string Phase, int Pass, long Records);

/// <summary>The limits of an external sort.</summary>
[Export("algorithms.sorting.ExternalSortOptions")]
public sealed record ExternalSortOptions
{
    /// <summary>Bytes for records and buffers, 64 KiB or more; the rest of the program is not counted.</summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>Most runs merged at once, 2 or more; each keeps a file open.</summary>
    public int FanIn { get; init; } = 128;

    /// <summary>Where runs are kept; the folder of the destination when null.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Told now and then how far the sort has come.</summary>
    public IProgress<ExternalSortProgress>? Progress { get; init; }
}

/// <summary>Sorting of files larger than memory: sorted runs, then k-way merges by a loser tree.</summary>
/// <remarks>
/// The destination appears at once, whole, when everything is on the disk; until then it, and always the source, are untouched, so a crash loses nothing
/// and the source may be the destination. Runs lie in a hidden folder beside the destination that is removed at the end; folders left by a crash are removed by the next sort to the same place.
/// </remarks>
public static class ExternalSort
{
    private const int Tick = 1 << 16;

    /// <summary>Sorts a file of fixed-size records in their natural order (NaN last).</summary>
    /// <typeparam name="T">The record: a number, or a struct with a natural order.</typeparam>
    /// <param name="source">The file to sort.</param>
    /// <param name="destination">The sorted file; replaced if it exists, and may be the source.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Stops the sort; the destination stays as it was.</param>
    /// <exception cref="InvalidDataException">The source's length is no multiple of the record's size.</exception>
    [Export("algorithms.sorting.external_sort.sort")]
    public static void Sort<T>(string source, string destination, ExternalSortOptions? options = null, CancellationToken cancellation = default)
        where T : unmanaged => Run(source, destination, new FixedFormat<T, SortOrder<T>>(default), options, cancellation);

    /// <summary>Sorts a file of fixed-size records under an order; equal records keep their order.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TComparer">The order.</typeparam>
    /// <param name="source">The file to sort.</param>
    /// <param name="destination">The sorted file; replaced if it exists, and may be the source.</param>
    /// <param name="comparer">The order.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Stops the sort; the destination stays as it was.</param>
    /// <exception cref="InvalidDataException">The source's length is no multiple of the record's size.</exception>
    public static void Sort<T, TComparer>(string source, string destination, TComparer comparer, ExternalSortOptions? options = null, CancellationToken cancellation = default)
        where T : unmanaged
        where TComparer : IComparer<T> => Run(source, destination, new FixedFormat<T, TComparer>(comparer), options, cancellation);

    /// <summary>Sorts the lines of a text file by their bytes (for UTF-8, by code point), as <c>LC_ALL=C sort</c> does.</summary>
    /// <param name="source">The file to sort.</param>
    /// <param name="destination">The sorted file; replaced if it exists, and may be the source.</param>
    /// <param name="options">Limits; a line must fit in memory.</param>
    /// <param name="cancellation">Stops the sort; the destination stays as it was.</param>
    [Export("algorithms.sorting.external_sort.sort_lines")]
    public static void SortLines(string source, string destination, ExternalSortOptions? options = null, CancellationToken cancellation = default)
        => Run(source, destination, new LineFormat(), options, cancellation);

    private static void Run<T>(string source, string destination, RecordFormat<T> format, ExternalSortOptions? options, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MemoryBytes, 1 << 16, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FanIn, 2, nameof(options));
        string target = Path.GetFullPath(destination), folder = Path.GetDirectoryName(target)!;
        using var work = new ExternalFolder(options.TemporaryFolder ?? folder, Path.GetFileName(target));
        List<string> runs = WriteRuns(source, work, format, options, cancellation);
        int pass = 1;
        for (; runs.Count > options.FanIn; pass++)
        {
            var merged = new List<string>();
            // Neighbours are merged, so that equal records keep their order.
            foreach (string[] group in runs.Chunk(options.FanIn))
            {
                merged.Add(group.Length == 1 ? group[0] : work.Next());
                if (group.Length == 1) continue;
                Merge(group, merged[^1], format, options, pass, final: false, cancellation);
                foreach (string run in group) File.Delete(run);
            }
            runs = merged;
        }
        // Beside the destination, so that the final step is a rename within one volume.
        string result = Path.Combine(folder, $".{Path.GetFileName(target)}.sorted-{Guid.NewGuid():N}");
        try
        {
            Merge([.. runs], result, format, options, pass, final: true, cancellation);
            File.Move(result, target, overwrite: true);
        }
        finally
        {
            File.Delete(result);
        }
    }

    private static List<string> WriteRuns<T>(string source, ExternalFolder work, RecordFormat<T> format, ExternalSortOptions options, CancellationToken cancellation)
    {
        var runs = new List<string>();
        long buffer = Math.Min(1 << 20, options.MemoryBytes / 8), allowed = options.MemoryBytes - (2 * buffer), written = 0;
        using RecordReader<T> reader = format.Open(source, buffer);
        // References count too; the array grows by doubling, and is reused for every run.
        long overhead = RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? 2 * nint.Size : 0;
        int capacity = overhead > 0 ? 1024 : (int)Math.Clamp(Math.Min(allowed, new FileInfo(source).Length + 64) / format.MemoryOf(default!), 1, Array.MaxLength);
        var records = new T[capacity];
        bool more = reader.TryRead(out T record);
        while (more)
        {
            int count = 0;
            for (long used = 0; more && (count == 0 || (used + format.MemoryOf(record) + overhead <= allowed && (overhead > 0 || count < records.Length))); more = reader.TryRead(out record))
            {
                used += format.MemoryOf(record) + overhead;
                if (count == records.Length) Array.Resize(ref records, 2 * count);
                records[count++] = record;
                if (count % Tick == 0) cancellation.ThrowIfCancellationRequested();
            }
            cancellation.ThrowIfCancellationRequested();
            format.Sort(records.AsSpan(0, count));
            runs.Add(work.Next());
            using RecordWriter<T> writer = format.Create(runs[^1], buffer);
            foreach (T sorted in records.AsSpan(0, count)) writer.Write(sorted);
            writer.Finish(onDisk: false);
            options.Progress?.Report(new("runs", 0, written += count));
        }
        return runs;
    }

    private static void Merge<T>(string[] runs, string destination, RecordFormat<T> format, ExternalSortOptions options, int pass, bool final, CancellationToken cancellation)
    {
        long buffer = options.MemoryBytes / (runs.Length + 2), written = 0;
        var readers = new List<RecordReader<T>>();
        using RecordWriter<T> writer = format.Create(destination, buffer);
        try
        {
            var heads = new T[runs.Length];
            var exhausted = new bool[runs.Length];
            for (int i = 0; i < runs.Length; i++)
            {
                readers.Add(format.Open(runs[i], buffer));
                exhausted[i] = !readers[i].TryRead(out heads[i]);
            }
            LoserTree<T, IComparer<T>>? tree = runs.Length == 0 ? null : new(heads, exhausted, format.Order);
            while (tree is { IsEmpty: false })
            {
                writer.Write(tree.Head);
                if (readers[tree.Source].TryRead(out T next)) tree.Replace(next);
                else tree.Exhaust();
                if (++written % Tick != 0) continue;
                cancellation.ThrowIfCancellationRequested();
                options.Progress?.Report(new("merge", pass, written));
            }
            writer.Finish(onDisk: final);
            options.Progress?.Report(new("merge", pass, written));
        }
        finally
        {
            foreach (RecordReader<T> reader in readers) reader.Dispose();
        }
    }
}
