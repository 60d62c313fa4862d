using Nabla.Vision.Images;
using static Nabla.Vision.Tests.Images.PngFile;

namespace Nabla.Vision.Tests.Images;

/// <summary>Every way to break a PNG gives one exception that says what and where.</summary>
public class PngDamageTests
{
    private static readonly byte[] Pixels = Zlib(0, 10, 20, 0, 30, 40);
    private static readonly byte[] End = Chunk("IEND");

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "the PNG signature", [.. Small[..7], 0, .. Small[8..]] },
        { "the file ends with 0 bytes", Signature },
        { "the first chunk is IDAT", [.. Signature, .. Chunk("IDAT", Pixels), .. End] },
        { "the IHDR chunk has 12 bytes", [.. Signature, .. Chunk("IHDR", new byte[12])] },
        { "0x2 pixels", [.. Signature, .. Header(0, 2), .. Chunk("IDAT", Pixels), .. End] },
        { "4294967295x2 pixels", [.. Signature, .. Header(uint.MaxValue, 2), .. Chunk("IDAT", Pixels), .. End] },
        { "colour type 2 with 4 bits", [.. Signature, .. Header(2, 2, depth: 4, colour: 2), .. End] },
        { "colour type 5 with 8 bits", [.. Signature, .. Header(2, 2, colour: 5), .. End] },
        { "compression method 1", [.. Signature, .. Header(2, 2, compression: 1), .. End] },
        { "filter method 1", [.. Signature, .. Header(2, 2, filter: 1), .. End] },
        { "interlace method 2", [.. Signature, .. Header(2, 2, interlace: 2), .. End] },
        { "a second IHDR", [.. Signature, .. Header(2, 2), .. Header(2, 2), .. End] },
        { "without image data", [.. Signature, .. Header(2, 2), .. End] },
        { "unknown critical chunk ABCD", [.. Signature, .. Header(2, 2), .. Chunk("ABCD"), .. Chunk("IDAT", Pixels), .. End] },
        { "a chunk of type 00000000", [.. Signature, .. Header(2, 2), .. Chunk("\0\0\0\0"), .. Chunk("IDAT", Pixels), .. End] },
        { "claims 2147483647 bytes", [.. Signature, .. Header(2, 2), 0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, .. Pixels, .. End] },
        { "claims 4294967295 bytes", [.. Signature, .. Header(2, 2), 0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, .. Pixels, .. End] },
        { "the IDAT chunk is damaged", Flip(Small, 41 + 3) },
        { "apart from the others", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", Pixels[..5]), .. Chunk("tEXt"), .. Chunk("IDAT", Pixels[5..]), .. End] },
        { "the compressed image data is damaged", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", 1, 2, 3, 4, 5, 6), .. End] },
        { "the compressed image data is damaged", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", 0x78, 0xBB, 1, 2, 3, 4, 5, 6), .. End] }, // preset dictionary
        { "damaged", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", Flip(Pixels, Pixels.Length - 1)), .. End] },
        { "has the checksum", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", Pixels[..^2]), .. End] },
        { "ends too early", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", Zlib(0, 10, 20, 0, 30)), .. End] },
        { "goes on after the last row", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", Zlib(0, 10, 20, 0, 30, 40, 50)), .. End] },
        { "row 1 has filter 5", [.. Signature, .. Header(2, 2), .. Chunk("IDAT", Zlib(0, 10, 20, 5, 30, 40)), .. End] },
        { "without a PLTE chunk", [.. Signature, .. Header(2, 2, colour: 3), .. Chunk("IDAT", Pixels), .. End] },
        { "the PLTE chunk has 4 bytes", [.. Signature, .. Header(2, 2, colour: 3), .. Chunk("PLTE", 1, 2, 3, 4), .. Chunk("IDAT", Pixels), .. End] },
        { "palette index 10", [.. Signature, .. Header(2, 2, colour: 3), .. Chunk("PLTE", 1, 2, 3), .. Chunk("IDAT", Pixels), .. End] },
        { "the tRNS chunk has 2 bytes", [.. Signature, .. Header(2, 2, colour: 3), .. Chunk("PLTE", 1, 2, 3), .. Chunk("tRNS", 1, 2), .. Chunk("IDAT", Pixels), .. End] },
        { "the tRNS chunk has 6 bytes", [.. Signature, .. Header(2, 2), .. Chunk("tRNS", 1, 2, 3, 4, 5, 6), .. Chunk("IDAT", Pixels), .. End] },
        { "the tRNS chunk has 2 bytes", [.. Signature, .. Header(1, 2, colour: 4), .. Chunk("tRNS", 1, 2), .. Chunk("IDAT", Pixels), .. End] },
        { "a grey image with a PLTE chunk", [.. Signature, .. Header(2, 2), .. Chunk("PLTE", 1, 2, 3), .. Chunk("IDAT", Pixels), .. End] },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Damage_is_named(string what, byte[] file)
    {
        var error = Assert.Throws<ImageFormatException>(() => Image.Decode(file, "a.png"));
        Assert.Contains(what, error.Message);
        Assert.StartsWith("a.png", error.Message);
        Assert.Equal("a.png", error.File);
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        byte[] file = Small;
        Assert.Equal([10, 20, 30, 40], Image.Decode(file).Data.ToArray());
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<ImageFormatException>(() => Image.Decode(file.AsMemory(0, length)));
        Assert.Equal([10, 20, 30, 40], Image.Decode((byte[])[.. file, 1, 2, 3]).Data.ToArray());
    }

    [Fact]
    public void A_small_file_cannot_claim_a_large_image()
    {
        byte[] file = [.. Signature, .. Header(10_000, 10_000, depth: 8), .. Chunk("IDAT", Pixels), .. End];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ImageFormatException>(() => Image.Decode(file));
        Assert.Contains("cannot hold", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_decompression_bomb_meets_the_limits()
    {
        byte[] file = [.. Signature, .. Header(40_000, 40_000, depth: 8, colour: 6), .. Chunk("IDAT", Pixels), .. End];
        Assert.Contains("at most 100000000 in all", Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);
        Assert.Contains("at most 3", Assert.Throws<ImageFormatException>(() => Image.Decode(Small, null, new() { MaxBytes = 3 })).Message);
        Assert.Contains("at most 20", Assert.Throws<ImageFormatException>(
            () => Image.Decode(new MemoryStream(Small), null, new() { MaxFileBytes = 20 })).Message);
    }

    [Fact]
    public void Offsets_point_at_the_chunk()
    {
        byte[] file = Small;
        int data = Signature.Length + Header(2, 2).Length;
        var error = Assert.Throws<ImageFormatException>(() => Image.Decode(Flip(file, data + 10), "b.png"));
        Assert.Equal(data, error.Offset);
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        bytes = [.. bytes];
        bytes[at] ^= 0x40;
        return bytes;
    }
}
