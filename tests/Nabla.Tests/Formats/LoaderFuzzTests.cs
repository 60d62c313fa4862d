using System.Globalization;
using System.Security.Cryptography;
using Nabla.Formats;

namespace Nabla.Tests.Formats;

/// <summary>Damaged files by the thousand: every loader either loads or gives the one typed error, within little memory.</summary>
/// <remarks>NABLA_FUZZ_ROUNDS multiplies the work and moves the seed. An input that fails is kept; put it into tests/golden/formats/regressions.</remarks>
public sealed class LoaderFuzzTests
{
    private const long MostMemory = 64 << 20;
    private const int Inputs = 1500;

    private static readonly (string Name, byte[] Bytes)[] Corpus = [.. new[] { "formats", "files", Path.Combine("formats", "written") }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(FormatFiles.Golden, folder)))
        .Where(path => Path.GetExtension(path) is ".pt" or ".pth" or ".npy" or ".npz" or ".safetensors" && new FileInfo(path).Length < 12_000)
        .Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))];

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("NABLA_FUZZ_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) ? rounds : 1;

    public static TheoryData<string> Regressions => [.. Directory.EnumerateFiles(Path.Combine(FormatFiles.Golden, "formats", "regressions")).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".pt")]
    [InlineData(".pth")]
    [InlineData(".npy")]
    [InlineData(".npz")]
    public void Damaged_files_give_the_typed_error(string extension)
    {
        (string Name, byte[] Bytes)[] files = [.. Corpus.Where(f => f.Name.EndsWith(extension, StringComparison.Ordinal))];
        int loaded = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var mutator = new Mutator(1000 * round + extension.Length);
            for (int i = 0; i < Inputs; i++)
            {
                (string name, byte[] bytes) = files[mutator.Next(files.Length)];
                byte[] other = files[mutator.Next(files.Length)].Bytes;
                bool inside = extension is ".pt" or ".npz" && i % 3 > 0;
                byte[] damaged = inside ? mutator.MutateInside(bytes, other) : mutator.Mutate(bytes, other);
                if (Survives(name, damaged, verify: i % 2 == 0)) loaded++;
            }
        }
        // The damage must neither be harmless nor stop at the door.
        Assert.InRange(loaded, Inputs * Rounds / 100, Inputs * Rounds * 99 / 100);
    }

    [Theory]
    [InlineData("state.pt")]
    [InlineData("views.legacy.pth")]
    [InlineData("views.pt")]
    public void Every_truncation_of_a_checkpoint_is_refused(string file)
    {
        byte[] whole = Corpus.First(f => f.Name == file).Bytes;
        for (int n = 0; n < whole.Length; n++) Assert.Throws<NablaFormatException>(() => Loaders.Load(file, whole[..n], verify: true));
    }

    [Theory]
    [InlineData("views.pt")]
    [InlineData("stored.npz")]
    public void Every_flipped_bit_of_content_is_noticed(string file)
    {
        byte[] whole = Corpus.First(f => f.Name == file).Bytes;
        var original = Nabla.Formats.Zip.ZipArchiveReader.Open(FormatFiles.Region(whole), null);
        foreach (var item in original.Items.Values)
        {
            for (long at = item.Data; at < item.Data + item.Packed; at++)
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= (byte)(1 << (int)(at % 8));
                var zip = Nabla.Formats.Zip.ZipArchiveReader.Open(FormatFiles.Region(damaged), null);
                Assert.Throws<NablaFormatException>(() => zip.Read(zip.Items[item.Name], verify: true));
            }
        }
    }

    [Theory, MemberData(nameof(Regressions))]
    public void What_once_failed_gives_the_typed_error(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(FormatFiles.Golden, "formats", "regressions", file));
        Survives(file, bytes, verify: true);
        Survives(file, bytes, verify: false);
    }

    /// <summary>True when the file loaded, false when it gave the typed error; anything else fails the test and keeps the input.</summary>
    private static bool Survives(string name, byte[] bytes, bool verify)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool loaded = false;
        try
        {
            Loaders.Load(name, bytes, verify);
            loaded = true;
        }
        catch (NablaFormatException e) when (!e.Message.Contains('\n', StringComparison.Ordinal))
        {
            // One clear line.
        }
        catch (Exception e)
        {
            Assert.Fail($"{Keep(name, bytes)} (from {name}, verify {verify}): {e}");
        }
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        if (used > MostMemory) Assert.Fail($"{Keep(name, bytes)} (from {name}, verify {verify}): {bytes.Length} bytes made the loader allocate {used}.");
        return loaded;
    }

    private static string Keep(string name, byte[] bytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"nabla-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}{Path.GetExtension(name)}");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
