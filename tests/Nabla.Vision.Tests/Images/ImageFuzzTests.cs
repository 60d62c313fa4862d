using System.Buffers.Binary;
using System.Diagnostics;
using Nabla.Vision.Images;
using Nabla.Vision.Images.Png;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Images;

/// <summary>Damaged files, thousands of them, by seed: a decoder returns an image or throws its one exception.</summary>
public class ImageFuzzTests
{
    private static readonly ImageLimits Limits = new() { MaxPixels = 1 << 20, MaxBytes = 1 << 22, MaxFileBytes = 1 << 20 };

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)] // checksums repaired, so that the damage reaches the inner layers
    public void Mutated_PNG_files_decode_or_throw_the_format_exception(int seed, bool repair)
    {
        byte[][] files = [.. Directory.GetFiles(Repository.File("tests", "golden", "png"), "*.png").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        Fuzz(seed, files, repair);
    }

    [Fact]
    public void Mutated_PNM_files_decode_or_throw_the_format_exception()
    {
        var image = new Image(7, 5, 3);
        new Random(4).NextBytes(image.Data);
        Fuzz(3,
        [
            image.Encode("ppm"), image.ToGrey().Encode("pgm"), image.To16Bit().Encode("ppm"),
            "P1\n4 2\n0 1 0 1\n1010"u8.ToArray(), "P2 #c\n3 2\n15\n1 2 3 4 5 15\n"u8.ToArray(), "P4\n9 1\n\xAA\x80"u8.ToArray(),
        ], repair: false);
    }

    [Theory]
    [InlineData(5, "*.jpg")]
    [InlineData(6, "progressive*.jpg")]
    [InlineData(7, "*.bmp")]
    public void Mutated_JPEG_and_BMP_files_decode_or_throw_the_format_exception(int seed, string pattern) =>
        Fuzz(seed, [.. Directory.GetFiles(Repository.File("tests", "golden", "images"), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)], repair: false);

    private static void Fuzz(int seed, byte[][] files, bool repair)
    {
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        int decoded = 0, rejected = 0;
        for (int i = 0; i < 6000 && clock.ElapsedMilliseconds < 3000; i++)
        {
            byte[] file = Mutate([.. files[random.Next(files.Length)]], random);
            if (repair) RepairChecksums(file);
            try
            {
                Image image = Image.Decode(file, "fuzz", Limits);
                Assert.InRange(image.Data.Length, 1, Limits.MaxBytes);
                decoded++;
            }
            catch (ImageFormatException)
            {
                rejected++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message} for {Convert.ToHexString(file)}");
            }
        }
        Assert.True(rejected > 50, $"Only {rejected} rejected, {decoded} decoded: the mutations do not reach the decoder.");
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        for (int n = random.Next(1, 5); n > 0; n--)
        {
            int at = random.Next(file.Length);
            switch (random.Next(6))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file = file[..Math.Max(at, 1)];
                    break;
                case 3:
                    file = [.. file[..at], .. file[random.Next(file.Length)..]];
                    if (file.Length == 0) file = [0];
                    break;
                case 4 when at + 4 <= file.Length:
                    int[] edges = [0, 1, -1, int.MaxValue, int.MinValue, 255, 65535, 65536];
                    BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), edges[random.Next(edges.Length)]);
                    break;
                default:
                    file = [.. file[..at], (byte)random.Next(256), .. file[at..]];
                    break;
            }
        }
        return file;
    }

    private static void RepairChecksums(Span<byte> file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12) return;
            BinaryPrimitives.WriteUInt32BigEndian(file[(at + 8 + (int)length)..], Crc32.Append(0, file.Slice(at + 4, 4 + (int)length)));
            at += 12 + (int)length;
        }
    }
}
