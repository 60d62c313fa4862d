using System.Text;
using Nabla.Formats;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats.Safetensors;

public sealed class SafetensorsTests
{
    [Fact]
    public void Every_dtype_comes_back_in_the_order_given()
    {
        OrderedDictionary<string, TensorData> all = FormatFiles.EveryType(2, 3);
        OrderedDictionary<string, TensorData> back = Read(FormatFiles.Written(s => SafetensorsWriter.Write(s, all))).ReadAll();
        Assert.Equal(all.Keys, back.Keys);
        Assert.All(all, t =>
        {
            Assert.Equal(t.Value.DType, back[t.Key].DType);
            Assert.Equal(t.Value.Shape.ToArray(), back[t.Key].Shape.ToArray());
            Assert.Equal(FormatFiles.Content(t.Value), FormatFiles.Content(back[t.Key]));
        });
    }

    [Fact]
    public void The_bytes_are_those_of_the_reference_writer()
    {
        byte[] expected = File.ReadAllBytes(FormatFiles.Own("reference.safetensors"));
        SafetensorsFile file = Read(expected);
        KeyValuePair<string, TensorData>[] shuffled = [.. file.ReadAll().OrderBy(t => t.Value.Count).ThenByDescending(t => t.Key, StringComparer.Ordinal)];
        Assert.Equal(expected, FormatFiles.Written(s => SafetensorsWriter.Write(s, shuffled, file.Metadata, sortKeys: true)));
    }

    [Fact]
    public void The_smallest_file_is_as_the_format_says()
    {
        byte[] bytes = FormatFiles.Written(s => SafetensorsWriter.Write(s, [new("a\"é", TensorData.Of<short>([1, -1], 2))]));
        string header = "{\"a\\\"é\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
        int length = (Encoding.UTF8.GetByteCount(header) + 7) / 8 * 8;
        Assert.Equal([(byte)length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), .. Enumerable.Repeat((byte)' ', length - Encoding.UTF8.GetByteCount(header)), 1, 0, 0xFF, 0xFF], bytes);
        Assert.Equal([1, -1], Read(bytes)["a\"é"].ToArray<short>());
    }

    [Fact]
    public void Metadata_scalars_and_empty_tensors_come_back()
    {
        var metadata = new Dictionary<string, string> { ["z"] = "1", ["a"] = "two\nlines" };
        KeyValuePair<string, TensorData>[] given = [new("s", TensorData.Of<double>([2.5])), new("e", TensorData.Of<float>([], 3, 0)), new("", TensorData.Of<bool>([true], 1))];
        byte[] bytes = FormatFiles.Written(s => SafetensorsWriter.Write(s, given, metadata));
        Assert.Equal(bytes, FormatFiles.Written(s => SafetensorsWriter.Write(s, given, new SortedDictionary<string, string>(metadata))));
        SafetensorsFile file = Read(bytes);
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal([2.5], file["s"].ToArray<double>());
        Assert.Equal([3, 0], file["e"].Shape.ToArray());
        Assert.True(file[""].ToArray<bool>()[0]);
        Assert.Empty(Read(FormatFiles.Written(s => SafetensorsWriter.Write(s, []))).Entries);
    }

    [Fact]
    public void A_strided_view_is_written_densely()
    {
        TensorData m = TensorData.Of<int>([0, 1, 2, 3, 4, 5], 2, 3);
        byte[] bytes = FormatFiles.Written(s => SafetensorsWriter.Write(s, [new("t", new TensorData(DType.Int32, [3, 2], [1, 3], 0, m.Storage))]));
        Assert.Equal([0, 3, 1, 4, 2, 5], Read(bytes)["t"].ToArray<int>());
    }

    [Fact]
    public void A_foreign_dtype_spoils_only_its_own_tensor()
    {
        SafetensorsFile file = Read(SafetensorsHostileTests.File("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"c":{"dtype":"NEW","shape":[9],"data_offsets":[3,4]}}""", 4));
        Assert.Null(file.Entries[0].DType);
        Assert.Equal([0], file["b"].ToArray<byte>());
        Assert.Contains("'F8_E4M3'", Assert.Throws<NablaFormatException>(() => file["a"]).Message, StringComparison.Ordinal);
        Assert.Throws<NablaFormatException>(() => file["c"]);
        Assert.Throws<NablaFormatException>(file.ReadAll);
        Assert.Throws<KeyNotFoundException>(() => file["absent"]);
    }

    [Fact]
    public void Tensors_are_saved_and_loaded_copied_or_mapped()
    {
        using var folder = new TemporaryFolder();
        Tensor a = Tensor.Of([1f, 2, 3, 4, 5, 6], [2, 3]);
        SafetensorsFile.Save(folder["a.safetensors"], new StateDict { { "w", a }, { "n", Tensor.Of(7L) } });
        StateDict copied = SafetensorsFile.Load(folder["a.safetensors"]), mapped = SafetensorsFile.Load(folder["a.safetensors"], mapped: true);
        Assert.Equal(["w", "n"], copied.Keys);
        foreach (StateDict state in (StateDict[])[copied, mapped])
        {
            Assert.Equal(a.ToArray<float>(), state["w"].ToArray<float>());
            Assert.Equal(7, state["n"].Item());
        }
        copied["w"].AsSpan<float>()[0] = 9;
        Assert.Throws<InvalidOperationException>(() => mapped["w"].AsSpan<float>()[0] = 9);
        Assert.Equal(1, mapped["w"].ToArray<float>()[0]);
    }

    [Fact]
    public void A_mapped_file_may_be_replaced_and_outlives_its_reader()
    {
        using var folder = new TemporaryFolder();
        string path = folder["a.safetensors"];
        SafetensorsFile.Save(path, new StateDict { { "w", Tensor.Of(1f, 2) } });
        Tensor old = SafetensorsFile.Load(path, mapped: true)["w"];
        if (OperatingSystem.IsWindows()) return; // which refuses to replace a mapped file; copying loads do not keep it mapped
        SafetensorsFile.Save(path, new StateDict { { "w", Tensor.Of(3f, 4) } });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal([1, 2], old.ToArray<float>());
        Assert.Equal([3, 4], SafetensorsFile.Load(path)["w"].ToArray<float>());
    }

    [Fact]
    public void Wrong_names_are_refused_and_the_old_file_stays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "old");
        TensorData t = TensorData.Of<float>([1]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder["a"], [new("x", t), new("x", t)]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder["a"], [new("__metadata__", t)]));
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(folder["absent"]));
    }

    private static SafetensorsFile Read(byte[] bytes) => SafetensorsFile.Parse(FormatFiles.Region(bytes));
}
