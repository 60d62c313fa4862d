using System.IO.Compression;
using Nabla.Formats;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats;

public class DatasetFileFuzzTests
{
    [Fact]
    public void Damaged_IDX_files_load_or_throw_the_format_exception()
    {
        byte[] bytes = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], floats = [0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0];
        Mutations.Fuzz<NablaFormatException>(1, [bytes, floats, Gzip(bytes)], file => IdxFile.Read(new MemoryStream(file), "fuzz", maxBytes: 1 << 20));
    }

    [Fact]
    public void Damaged_CSV_files_load_or_throw_the_format_exception()
    {
        byte[] plain = [.. "a,b,\"c, d\"\n1,2.5,-3e-2\n4,5,6\n7,8,9\n"u8];
        Mutations.Fuzz<NablaFormatException>(2, [plain, Gzip(plain)], file => CsvFile.Read(new MemoryStream(file), "fuzz"));
        Mutations.Fuzz<NablaFormatException>(3, [plain, Gzip(plain)], file => CsvFile.Read(new MemoryStream(file), "fuzz", new() { LabelColumn = 0, AllowMissing = true }));
    }

    private static byte[] Gzip(byte[] plain)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(plain);
        return stream.ToArray();
    }
}
