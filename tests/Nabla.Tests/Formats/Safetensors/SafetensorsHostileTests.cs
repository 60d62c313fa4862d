using System.Buffers.Binary;
using System.Text;
using Nabla.Formats;
using Nabla.Formats.Safetensors;

namespace Nabla.Tests.Formats.Safetensors;

/// <summary>Damaged and hostile headers: one clear line each, no allocation on their word.</summary>
public sealed class SafetensorsHostileTests
{
    private const string A = "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}";

    [Theory]
    [InlineData("", 0, "does not begin with '{'")]
    [InlineData("[]", 0, "does not begin with '{'")]
    [InlineData(" {}", 0, "does not begin with '{'")]
    [InlineData("{", 0, "JSON")]
    [InlineData("{}x", 0, "JSON")]
    [InlineData("{} {}", 0, "JSON")]
    [InlineData("{\"a\":1}", 0, "not an object")]
    [InlineData("{\"a\":{}}", 0, "lacks dtype")]
    [InlineData("{\"a\":{\"dtype\":\"U8\"}}", 0, "lacks shape")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[]}}", 0, "lacks two data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1, "lacks two data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,1]}}", 1, "too many numbers")]
    [InlineData("{\"a\":{\"dtype\":8,\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "not a string")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "occurs twice")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}", 1, "non-negative")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1.0],\"data_offsets\":[0,1]}}", 1, "non-negative")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1e30],\"data_offsets\":[0,1]}}", 1, "non-negative")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[[1]],\"data_offsets\":[0,1]}}", 1, "non-negative")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,1]}}", 1, "non-negative")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "impossible")]
    [InlineData("{\"a\":{\"dtype\":\"F64\",\"shape\":[1152921504606846976],\"data_offsets\":[0,0]}}", 0, "impossible")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0,9223372036854775807,2],\"data_offsets\":[0,0]}}", 0, "impossible")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2, "has 2 bytes; expected 3")]
    [InlineData("{\"a\":{\"dtype\":\"U16\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2, "has 2 bytes; expected 6")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[2,1]}}", 2, "before it begins")]
    [InlineData("{" + A + "}", 1, "truncated")]
    [InlineData("{" + A + "}", 3, "no bytes after the last tensor")]
    [InlineData("{" + A + "," + A + "}", 2, "'a' occurs twice")]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "neither overlap nor leave holes")]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2, "neither overlap nor leave holes")]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[3,4]}}", 4, "neither overlap nor leave holes")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[9223372036854775806,9223372036854775807]}}", 1, "neither overlap nor leave holes")]
    [InlineData("{\"__metadata__\":[]}", 0, "not an object")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0, "not a string")]
    [InlineData("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0, "occurs twice")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "occurs twice")]
    [InlineData("{\"\\ud800\":{}}", 0, "Unicode")]
    [InlineData("{\"a\":{\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}}", 0, "JSON")]
    public void Is_refused(string json, int data, string reason)
    {
        var e = Assert.Throws<NablaFormatException>(() => SafetensorsFile.Parse(FormatFiles.Region(File(json, data)), "w.safetensors"));
        Assert.StartsWith("w.safetensors, at byte ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData(100_000_001UL, "at most 100000000")]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    [InlineData(1UL << 63, "at most 100000000")]
    [InlineData(100_000_000UL, "truncated")]
    [InlineData(9UL, "truncated")]
    public void A_header_longer_than_the_file_or_the_cap_is_refused(ulong length, string reason)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.Contains(reason, Assert.Throws<NablaFormatException>(() => SafetensorsFile.Parse(FormatFiles.Region(bytes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] whole = System.IO.File.ReadAllBytes(FormatFiles.Own("reference.safetensors"));
        for (int n = 0; n < whole.Length; n++)
            Assert.Throws<NablaFormatException>(() => SafetensorsFile.Parse(FormatFiles.Region(whole[..n])));
    }

    [Fact]
    public void Unknown_fields_mean_nothing_as_in_the_reference() =>
        Assert.Single(SafetensorsFile.Parse(FormatFiles.Region(File("{\"a\":{\"more\":{\"x\":[1]},\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2))).Entries);

    /// <summary>Length, JSON and so many bytes of data.</summary>
    internal static byte[] File(string json, int data)
    {
        byte[] header = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        return bytes;
    }
}
