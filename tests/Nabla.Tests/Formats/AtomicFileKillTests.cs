using System.Diagnostics;
using Nabla.Formats;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats;

public sealed class AtomicFileKillTests
{
    private const int Size = 1 << 20;

    [Fact]
    public void Killing_the_writer_at_random_moments_never_tears_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder["checkpoint.bin"];
        AtomicFile.Write(path, Content(0));
        var random = new Random(7);
        var writes = new HashSet<byte>();

        // On a busy machine a writer takes longer to get anywhere.
        for (int round = 0; round < 8 || (writes.Count < 2 && round < 40); round++)
        {
            using Process writer = ChildProcess.Start(WriteForEver, path);
            Assert.Equal("ready", writer.StandardOutput.ReadLine());
            Thread.Sleep(random.Next(5, 80) << Math.Min(5, round / 8));
            writer.KillHard();

            byte[] found = File.ReadAllBytes(path);
            Assert.Equal(Size, found.Length);
            Assert.False(found.AsSpan().ContainsAnyExcept(found[0]), "The file mixes two versions.");
            writes.Add(found[0]);
        }

        Assert.True(writes.Count > 1, "The killed processes never got as far as one whole write: the test shows nothing.");
        foreach (string stale in Directory.GetFiles(folder.Path, "*.nabla-tmp")) File.SetLastWriteTimeUtc(stale, DateTime.UtcNow.AddMinutes(-1));
        AtomicFile.Write(path, Content(1));
        Assert.Equal(["checkpoint.bin"], folder.Names);
    }

    private static void WriteForEver(string path)
    {
        Console.WriteLine("ready");
        // Bounded, should the killer itself be killed.
        for (int i = Environment.ProcessId, end = i + 10_000; i < end; i++)
        {
            byte[] content = Content((byte)i);
            AtomicFile.Write(path, stream =>
            {
                for (int at = 0; at < Size; at += Size / 64) stream.Write(content, at, Size / 64);
            });
        }
    }

    private static byte[] Content(byte value)
    {
        byte[] content = new byte[Size];
        content.AsSpan().Fill(value);
        return content;
    }
}
