namespace Nabla.Formats;

/// <summary>Replaces a file as a whole: afterwards it holds the old content or the new, never something in between.</summary>
/// <remarks>
/// The content goes to a temporary file in the same folder, is flushed to the disk and then renamed over the target.
/// If anything fails on the way (an exception, cancellation, a full disk) the target is untouched and the temporary file
/// is removed. A process killed half-way leaves its temporary file behind; it does no harm, and the next write to the
/// same target removes it. A symbolic link is followed, and the file keeps its Unix permissions.
/// </remarks>
public static class AtomicFile
{
    private const string Suffix = ".nabla-tmp";
    private const int NameLength = 100; // leaves room for the rest of the temporary name within 255 bytes
    private const int BufferSize = 1 << 16;

    // A file a moment old may be between its creation and its lock.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Writes the file through <paramref name="write"/>.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="write">Writes the content to the stream it is given, which is seekable and must not be disposed.</param>
    /// <param name="cancellation">Looked at before the new content takes the old one's place.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The disk is full, or the target may not be replaced.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the target is untouched.</exception>
    [Export("formats.AtomicFile.write")]
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        Write(path, write, static file => file, cancellation);
    }

    /// <summary>Writes these bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream}, CancellationToken)"/>
    public static void Write(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        Write(path, stream => stream.Write(content.Span), cancellation);

    /// <summary>Writes this text as UTF-8 without a byte-order mark.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream}, CancellationToken)"/>
    public static void Write(string path, string content, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(content);
        }, cancellation);
    }

    /// <summary>Writes the file through an asynchronous <paramref name="write"/>, which receives the token too.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream}, CancellationToken)"/>
    [Export("formats.AtomicFile.write_async")]
    public static async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellation.ThrowIfCancellationRequested();
        string target = Resolve(path);
        using var temporary = new TemporaryFile(target);
        await write(temporary.Stream, cancellation).ConfigureAwait(false);
        await temporary.Stream.FlushAsync(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        temporary.Commit();
    }

    /// <summary>The core; <paramref name="wrap"/> lets a test put a failing disk between the writer and the file.</summary>
    internal static void Write(string path, Action<Stream> write, Func<Stream, Stream> wrap, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string target = Resolve(path);
        using var temporary = new TemporaryFile(target);
        Stream stream = wrap(temporary.Stream);
        write(stream);
        stream.Flush();
        cancellation.ThrowIfCancellationRequested();
        temporary.Commit();
    }

    private static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new IOException($"{path} is a folder; expected a file name.");
        string? folder = Path.GetDirectoryName(full);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder {folder} of {path} does not exist.");
        return new FileInfo(full) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : full;
    }

    /// <summary>Removes what killed processes left of a target: temporary files nobody holds open.</summary>
    private static void RemoveStale(string folder, string prefix)
    {
        foreach (string path in Directory.EnumerateFiles(folder, prefix + "*" + Suffix))
        {
            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Grace) continue;
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    // Only to see that no living writer holds it.
                }
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, has just removed it, or it is not ours.
            }
        }
    }

    private sealed class TemporaryFile : IDisposable
    {
        private readonly string _target;
        private readonly string _path;
        private readonly FileStream _guard;
        private bool _committed;

        public TemporaryFile(string target)
        {
            string folder = Path.GetDirectoryName(target)!;
            string name = Path.GetFileName(target);
            string prefix = "." + (name.Length > NameLength ? name[..NameLength] : name) + ".";
            RemoveStale(folder, prefix);

            _target = target;
            _path = Path.Combine(folder, prefix + Guid.NewGuid().ToString("N")[..12] + Suffix);
            Stream = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, BufferSize);
            // Held until the rename is done, so that nobody takes the closed file for a stale one.
            _guard = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }

        public FileStream Stream { get; }

        public void Commit()
        {
            Stream.Flush(flushToDisk: true);
            Stream.Dispose();
            if (!OperatingSystem.IsWindows() && File.Exists(_target)) File.SetUnixFileMode(_path, File.GetUnixFileMode(_target));
            File.Move(_path, _target, overwrite: true);
            _committed = true;
        }

        public void Dispose()
        {
            try
            {
                Stream.Dispose();
            }
            catch (IOException)
            {
                // What is still buffered does not fit on the disk; the file goes away anyhow.
            }
            if (!_committed) File.Delete(_path);
            _guard.Dispose();
        }
    }
}
