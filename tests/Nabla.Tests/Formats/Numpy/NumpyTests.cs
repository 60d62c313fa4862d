using System.Text.Json;
using Nabla.Formats;
using Nabla.Formats.Numpy;
using Nabla.Formats.Raw;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats.Numpy;

public sealed class NumpyTests
{
    // The generator of the golden files lists uint16 as having no equal; Nabla widens it, which the test below pins down.
    public static TheoryData<string> Good => [.. GoldenTree.Entries.Where(e => e.File.EndsWith(".npy", StringComparison.Ordinal) && e.Entry.TryGetProperty("content", out _)).Select(e => e.File)];

    public static TheoryData<string> Bad => [.. GoldenTree.Entries.Where(e => e.File.EndsWith(".npy", StringComparison.Ordinal) && e.Entry.TryGetProperty("error", out _) && e.File != "uint16.npy").Select(e => e.File)];

    [Theory, MemberData(nameof(Good))]
    public void Reads_what_numpy_wrote(string file)
    {
        JsonElement expected = GoldenTree.Entries.Single(e => e.File == file).Entry.GetProperty("content");
        TensorData array = NpyFile.Open(FormatFiles.Torch(file));
        new GoldenTree().CheckArray(expected, array);
        new GoldenTree().CheckArray(expected, NpyFile.Parse(FormatFiles.Region(FormatFiles.Written(s => NpyFile.Write(s, array)))));
    }

    [Theory, MemberData(nameof(Bad))]
    public void Names_what_it_cannot_read(string file) =>
        Assert.Contains("dtype", Assert.Throws<NablaFormatException>(() => NpyFile.Open(FormatFiles.Torch(file))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Reads_archives(string file)
    {
        OrderedDictionary<string, TensorData> arrays = NpzFile.Open(FormatFiles.Torch(file));
        JsonElement[] expected = [.. GoldenTree.Entries.Single(e => e.File == file).Entry.GetProperty("content").GetProperty("dict").EnumerateArray()];
        Assert.Equal(expected.Select(e => e[0].GetProperty("str").GetString()), arrays.Keys);
        foreach (JsonElement e in expected) new GoldenTree().CheckArray(e[1], arrays[e[0].GetProperty("str").GetString()!]);
    }

    [Fact]
    public void Unsigned_integers_become_wider_signed_ones()
    {
        Assert.Equal([0, 1, 65535], NpyFile.Open(FormatFiles.Own("unsigned_le_u2.npy")).ToArray<int>());
        Assert.Equal([0, 1, 65535], NpyFile.Open(FormatFiles.Own("unsigned_be_u2.npy")).ToArray<int>());
        Assert.Equal([0, 1, uint.MaxValue], NpyFile.Open(FormatFiles.Own("unsigned_le_u4.npy")).ToArray<long>());
        Assert.Equal([0, 1, long.MaxValue], NpyFile.Open(FormatFiles.Own("unsigned_le_u8.npy")).ToArray<long>());
        Assert.Contains("9223372036854775808", Assert.Throws<NablaFormatException>(() => NpyFile.Open(FormatFiles.Own("unsigned_too_large.npy"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bfloat16_is_read_as_ml_dtypes_writes_it_and_written_as_float32()
    {
        TensorData array = NpyFile.Open(FormatFiles.Own("bfloat16.npy"));
        Assert.Equal([(BFloat16)1.5f, (BFloat16)(-2f)], array.ToArray<BFloat16>());
        Assert.Equal([1.5f, -2f], NpyFile.Parse(FormatFiles.Region(FormatFiles.Written(s => NpyFile.Write(s, array)))).ToArray<float>());
    }

    [Fact]
    public void The_header_is_that_of_numpy() =>
        Assert.Equal(File.ReadAllBytes(FormatFiles.Torch("float32.npy")), FormatFiles.Written(s => NpyFile.Write(s, NpyFile.Open(FormatFiles.Torch("float32.npy")))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Archives_come_back(bool compress)
    {
        using var folder = new TemporaryFolder();
        OrderedDictionary<string, TensorData> all = FormatFiles.EveryType(4, 5);
        all.Remove("t.bfloat16");
        NpzFile.Write(folder["a.npz"], all, compress);
        OrderedDictionary<string, TensorData> back = NpzFile.Open(folder["a.npz"]);
        Assert.Equal(all.Keys, back.Keys);
        Assert.All(all, t => Assert.Equal((t.Value.DType, Convert.ToHexString(FormatFiles.Content(t.Value))), (back[t.Key].DType, Convert.ToHexString(FormatFiles.Content(back[t.Key])))));
        Assert.Equal(all["t.int64"].ToArray<long>(), NpzFile.Load(folder["a.npz"])["t.int64"].ToArray<long>());
    }

    [Fact]
    public void Tensors_are_saved_and_loaded()
    {
        using var folder = new TemporaryFolder();
        Tensor matrix = Tensor.Of([1.5, 2, 3, 4, 5, 6], [2, 3]);
        NpyFile.Save(folder["a.npy"], matrix);
        Assert.Equal(matrix.ToArray<double>(), NpyFile.Load(folder["a.npy"]).ToArray<double>());
        Assert.True(NpyFile.Load(folder["a.npy"], mapped: true).Storage.IsReadOnly);
        Tensor fortran = NpyFile.Load(FormatFiles.Torch("fortran_float32.npy"));
        Assert.False(fortran.IsContiguous);
        Assert.Equal(NpyFile.Load(FormatFiles.Torch("float32.npy")).ToArray<float>(), fortran.ToArray<float>());
        NpzFile.Save(folder["a.npz"], new StateDict { { "x", matrix } });
        Assert.Equal(matrix.ToArray<double>(), NpzFile.Load(folder["a.npz"], mapped: true)["x"].ToArray<double>());
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("/root")]
    [InlineData("a\\b")]
    public void Names_that_climb_out_are_not_written(string name) =>
        Assert.Throws<ArgumentException>(() => NpzFile.Write(Stream.Null, [new(name, TensorData.Of<float>([1]))]));

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, null)]
    [InlineData("{\"descr\":\"=f4\",'shape':(2L,),'fortran_order':True}", 8, null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2), }", 8, null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 7, "has 7 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 9, "has 9 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 8, "overflow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,), }", 8, "not a non-negative integer")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", 8, "not a non-negative integer")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 2, }", 8, "no (")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", 8, "neither True nor False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", 8, "lacks shape")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 8, "occurs twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", 8, "unknown")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}", 8, "structured")]
    [InlineData("{'descr': '<f4", 8, "no end")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", 8, "follows")]
    [InlineData("", 8, "no {")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", 8, "Python objects")]
    public void Headers_are_read_or_refused_with_a_reason(string header, int data, string? reason)
    {
        byte[] bytes = [.. NpyHeader.Magic, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. FormatFiles.Latin(header), .. new byte[data]];
        if (reason is null)
        {
            Assert.Equal(2, NpyFile.Parse(FormatFiles.Region(bytes)).Count);
            return;
        }
        var e = Assert.Throws<NablaFormatException>(() => NpyFile.Parse(FormatFiles.Region(bytes), "a.npy"));
        Assert.StartsWith("a.npy, at byte ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version_1.npy")]
    [InlineData("version_2.npy")]
    [InlineData("version_3.npy")]
    [InlineData("deflated.npz")]
    [InlineData("stored.npz")]
    public void Every_truncation_is_refused(string file)
    {
        byte[] whole = File.ReadAllBytes(FormatFiles.Torch(file));
        for (int n = 0; n < whole.Length; n++)
        {
            Assert.Throws<NablaFormatException>(() =>
            {
                if (file.EndsWith(".npz", StringComparison.Ordinal)) NpzFile.Parse(FormatFiles.Region(whole[..n]));
                else NpyFile.Parse(FormatFiles.Region(whole[..n]));
            });
        }
    }

    /// <summary>The bytes that check_written.py gave to numpy.load. NABLA_UPDATE_GOLDEN=1 writes them anew.</summary>
    [Theory]
    [InlineData("array.npy")]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Writes_what_numpy_was_seen_to_read(string file)
    {
        TensorData matrix = TensorData.Of<float>([0, 1, 2, 3, 4, 5], 2, 3);
        byte[] bytes = FormatFiles.Written(s =>
        {
            if (file == "array.npy") NpyFile.Write(s, new TensorData(DType.Float32, [3, 2], [1, 3], 0, matrix.Storage));
            else NpzFile.Write(s, FormatFiles.EveryType(2, 3), compress: file == "deflated.npz");
        });
        string path = Path.Combine(FormatFiles.Golden, "formats", "written", file);
        if (Environment.GetEnvironmentVariable("NABLA_UPDATE_GOLDEN") == "1") File.WriteAllBytes(path, bytes);
        if (file != "deflated.npz") // whose bytes are those of the platform's zlib
            Assert.Equal(File.ReadAllBytes(path), bytes);
    }
}
