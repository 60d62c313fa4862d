using Nabla.Notes.Content;
using Nabla.Notes.Site;

namespace Nabla.Notes.Server;

/// <summary>What is wrong with the notes now, and how often they have been built.</summary>
/// <param name="Version">Grows with every build.</param>
/// <param name="Problems">One a line; null when all is well.</param>
internal sealed record LiveState(int Version, string? Problems);

/// <summary>A site that is built again when a note changes. While notes are wrong the last good site stays.</summary>
/// <remarks>Names, sizes and times of the files are looked at twice a second: that works on every file system, over networks too.</remarks>
internal sealed class LiveSite(SiteOptions options) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SiteBuilder _builder = new(options);

    private readonly CancellationTokenSource _stop = new();

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _seen;

    public BuiltSite Site { get; private set; } = new();

    public LiveState State { get; private set; } = new(0, null);

    /// <summary>Ends when the state has changed.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Builds for the first time, and watches from then on.</summary>
    public void Start()
    {
        _seen = Fingerprint();
        Build();
        _ = Watch();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Build()
    {
        string? problems = null;
        try
        {
            Site = _builder.Build();
        }
        catch (Exception error) when (error is NotesException or IOException or UnauthorizedAccessException)
        {
            problems = error.Message;
        }
        State = new(State.Version + 1, problems);
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private async Task Watch()
    {
        try
        {
            using PeriodicTimer timer = new(Pause);
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                int now = Fingerprint();
                if (now == _seen) continue;
                _seen = now;
                Build();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The server stops.
        }
    }

    private int Fingerprint()
    {
        HashCode hash = default;
        string docs = Path.GetDirectoryName(Path.GetFullPath(options.Notes)) ?? options.Notes;
        try
        {
            foreach (FileInfo file in new DirectoryInfo(docs).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                hash.Add(file.FullName);
                hash.Add(file.Length);
                hash.Add(file.LastWriteTimeUtc);
            }
        }
        catch (IOException)
        {
            // A file went away while it was looked at; the next look sees the folder as it is then.
            return _seen;
        }
        return hash.ToHashCode();
    }
}
