using Nabla.Formats;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Creates_and_replaces()
    {
        AtomicFile.Write(_folder["a.txt"], "one");
        AtomicFile.Write(_folder["a.txt"], "two");
        Assert.Equal("two", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void The_writer_may_seek()
    {
        AtomicFile.Write(_folder["a.bin"], stream =>
        {
            stream.Write([0, 0, 3, 4]);
            stream.Position = 0;
            stream.Write([1, 2]);
        });
        Assert.Equal([1, 2, 3, 4], File.ReadAllBytes(_folder["a.bin"]));
    }

    [Fact]
    public void An_exception_leaves_the_old_file()
    {
        AtomicFile.Write(_folder["a.txt"], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(200_000)]
    public void A_full_disk_leaves_the_old_file(int room)
    {
        AtomicFile.Write(_folder["a.bin"], "old");
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(
            _folder["a.bin"], stream => stream.Write(new byte[300_000]), file => new FullDisk(file, room), CancellationToken.None));
        Assert.Equal("No space left on device", error.Message);
        Assert.Equal("old", File.ReadAllText(_folder["a.bin"]));
        Assert.Equal(["a.bin"], _folder.Names);
    }

    [Fact]
    public void Cancellation_leaves_the_old_file()
    {
        using var source = new CancellationTokenSource();
        AtomicFile.Write(_folder["a.txt"], "old");
        Assert.ThrowsAny<OperationCanceledException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            source.Cancel();
        }, source.Token));
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public async Task Asynchronous_writing_replaces_and_cancels()
    {
        using var source = new CancellationTokenSource();
        await AtomicFile.WriteAsync(_folder["a.txt"], async (stream, token) => await stream.WriteAsync("old"u8.ToArray(), token), source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(_folder["a.txt"], async (stream, token) =>
        {
            await source.CancelAsync();
            await stream.WriteAsync("new"u8.ToArray(), token);
        }, source.Token));
        Assert.Equal("old", await File.ReadAllTextAsync(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void Removes_stale_files_but_not_those_in_use_nor_those_of_others()
    {
        string dead = _folder[".a.txt.0123456789ab.nabla-tmp"], alive = _folder[".a.txt.ba9876543210.nabla-tmp"], other = _folder[".b.txt.0123456789ab.nabla-tmp"];
        foreach (string path in (string[])[dead, alive, other]) File.WriteAllText(path, "");
        using FileStream held = new(alive, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        foreach (string path in (string[])[dead, alive, other]) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));

        AtomicFile.Write(_folder["a.txt"], "new");

        Assert.Equal([Path.GetFileName(alive), Path.GetFileName(other), "a.txt"], _folder.Names);
    }

    [Fact]
    public void Many_writers_of_one_file_leave_one_whole_file()
    {
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => AtomicFile.Write(_folder["a.bin"], new byte[10_000 + i]));
        Assert.InRange(new FileInfo(_folder["a.bin"]).Length, 10_000, 10_039);
        Assert.Equal(["a.bin"], _folder.Names);
    }

    [Fact]
    public void Follows_links_and_keeps_permissions()
    {
        if (OperatingSystem.IsWindows()) return; // links need rights there, and there are no permission bits
        AtomicFile.Write(_folder["real.txt"], "old");
        File.SetUnixFileMode(_folder["real.txt"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_folder["link.txt"], _folder["real.txt"]);

        AtomicFile.Write(_folder["link.txt"], "new");

        Assert.Equal("new", File.ReadAllText(_folder["real.txt"]));
        Assert.NotNull(new FileInfo(_folder["link.txt"]).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["real.txt"]));
    }

    [Fact]
    public void Names_at_the_limit_of_the_file_system_work()
    {
        string name = new('n', 255);
        AtomicFile.Write(_folder[name], "x");
        Assert.Equal([name], _folder.Names);
    }

    [Fact]
    public void An_absent_folder_and_a_folder_as_target_are_refused()
    {
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder["no/a.txt"], "x"));
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder.Path, "x"));
    }

    /// <summary>Passes on so many bytes, then has no space left.</summary>
    private sealed class FullDisk(Stream inner, int room) : Stream
    {
        private int _room = room;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = Math.Min(count, _room);
            inner.Write(buffer, offset, fits);
            _room -= fits;
            if (fits < count) throw new IOException("No space left on device");
        }

        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
