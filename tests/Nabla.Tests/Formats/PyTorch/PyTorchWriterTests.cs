using System.IO.Compression;
using Nabla.Formats.PyTorch;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;
using Nabla.Formats.Zip;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats.PyTorch;

public sealed class PyTorchWriterTests
{
    [Fact]
    public void Entries_are_those_of_torch_and_aligned_to_64_bytes()
    {
        byte[] bytes = FormatFiles.Written(s => PyTorchWriter.Write(s, FormatFiles.EveryType(3)));
        ZipArchiveReader zip = ZipArchiveReader.Open(FormatFiles.Region(bytes), null);
        Assert.Equal(["archive/data.pkl", "archive/byteorder", .. Enumerable.Range(0, 10).Select(i => $"archive/data/{i}"), "archive/version"], zip.Items.Keys);
        Assert.All(zip.Items.Values, item => Assert.Equal(0, item.Data % 64));
    }

    [Fact]
    public void Any_zip_reader_reads_it()
    {
        byte[] bytes = FormatFiles.Written(s => PyTorchWriter.Write(s, FormatFiles.EveryType(3)));
        using var zip = new ZipArchive(new MemoryStream(bytes));
        using Stream version = zip.GetEntry("archive/version")!.Open();
        Assert.Equal("3\n", new StreamReader(version).ReadToEnd());
    }

    [Fact]
    public void Zip64_is_read_back()
    {
        byte[] bytes = FormatFiles.Written(s => PyTorchWriter.Write(s, FormatFiles.EveryType(3), forceZip64: true));
        Assert.Equal(10, PyTorchFile.Parse(FormatFiles.Region(bytes)).StateDict().Count);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(13, zip.Entries.Count);
        Assert.Equal(3 * 4, zip.GetEntry("archive/data/8")!.Length);
    }

    [Fact]
    public void Only_the_reached_part_of_a_storage_is_written_and_it_stays_shared()
    {
        ByteRegion storage = TensorData.Of<float>(new float[1000], 1000).Storage;
        var a = new TensorData(DType.Float32, [2, 2], [4, 1], 100, storage);
        var b = new TensorData(DType.Float32, [3], [1], 104, storage);
        byte[] bytes = FormatFiles.Written(s => PyTorchWriter.Write(s, new List<object?> { a, b, a }));
        var list = (List<object?>)PyTorchFile.Parse(FormatFiles.Region(bytes)).Root!;
        TensorData first = (TensorData)list[0]!, second = (TensorData)list[1]!;
        Assert.Same(first.Storage, second.Storage);
        Assert.Equal(7 * 4, first.Storage.Length);
        Assert.Equal((0, 4), (first.Offset, second.Offset));
        Assert.Equal([4, 1], first.Strides.ToArray());
    }

    [Fact]
    public void Tensors_may_stand_anywhere_and_tied_weights_stay_tied()
    {
        using var folder = new TemporaryFolder();
        Tensor weight = Tensor.Of([1f, 2, 3, 4, 5, 6], [2, 3]);
        var state = new StateDict { { "embed.weight", weight }, { "head.weight", weight } };
        PyTorchFile.Save(folder["a.pt"], new PickleDict { ["state_dict"] = new PickleDict { ["x"] = weight }, ["epoch"] = 3, ["lr"] = 0.5f, ["names"] = (string[])["a", "b"] });
        PyTorchFile.Save(folder["b.pt"], state);
        Assert.Equal(weight.ToArray<float>(), PyTorchFile.Load(folder["a.pt"])["x"].ToArray<float>());
        Assert.Equal(["embed.weight", "head.weight"], PyTorchFile.Load(folder["b.pt"]).Keys);
        foreach (bool mapped in (bool[])[false, true])
        {
            StateDict back = PyTorchFile.Load(folder["b.pt"], mapped: mapped);
            Assert.Same(back["embed.weight"].Storage, back["head.weight"].Storage);
            Assert.Equal(mapped, back["head.weight"].Storage.IsReadOnly);
            Assert.Equal([2, 3], back["head.weight"].Shape.Span.ToArray());
            Assert.Equal(weight.ToArray<float>(), back["head.weight"].ToArray<float>());
        }
    }

    [Fact]
    public void A_state_dict_is_written_detached()
    {
        Tensor weight = Tensor.Of(1f, 2);
        weight.RequiresGrad = true;
        object? Root(object value) => PyTorchFile.Parse(FormatFiles.Region(FormatFiles.Written(s => PyTorchWriter.Write(s, value)))).Root;
        Assert.False(((TensorData)((PickleDict)Root(new StateDict { { "w", weight } })!)["w"]!).RequiresGrad);
        Assert.True(((TensorData)((List<object?>)Root(new List<object?> { weight })!)[0]!).RequiresGrad);
    }

    [Fact]
    public void An_object_that_contains_itself_is_refused()
    {
        var list = new List<object?>();
        list.Add(list);
        Assert.Contains("contains itself", Assert.Throws<ArgumentException>(() => PyTorchWriter.Write(Stream.Null, list)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_counterpart_is_refused_and_the_old_file_stays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.pt"], "old");
        Assert.Throws<ArgumentException>(() => PyTorchFile.Save(folder["a.pt"], new List<object?> { new Uri("http://x") }));
        Assert.Equal("old", File.ReadAllText(folder["a.pt"]));
        Assert.Equal(["a.pt"], folder.Names);
    }

    /// <summary>The bytes that check_written.py gave to torch.load. NABLA_UPDATE_GOLDEN=1 writes them anew.</summary>
    [Theory]
    [InlineData("state.pt")]
    [InlineData("tree.pt")]
    [InlineData("views.pt")]
    [InlineData("zip64.pt")]
    public void Writes_the_bytes_that_torch_was_seen_to_read(string file)
    {
        byte[] bytes = FormatFiles.Written(s => PyTorchWriter.Write(s, Example(file), forceZip64: file == "zip64.pt"));
        string path = Path.Combine(FormatFiles.Golden, "formats", "written", file);
        if (Environment.GetEnvironmentVariable("NABLA_UPDATE_GOLDEN") == "1") File.WriteAllBytes(path, bytes);
        Assert.Equal(File.ReadAllBytes(path), bytes);
    }

    private static object Example(string file)
    {
        TensorData matrix = TensorData.Of<float>([0, 1, 2, 3, 4, 5], 2, 3);
        return file switch
        {
            "views.pt" => new PickleDict
            {
                ["matrix"] = matrix,
                ["transposed"] = new TensorData(DType.Float32, [3, 2], [1, 3], 0, matrix.Storage),
                ["row"] = new TensorData(DType.Float32, [3], [1], 3, matrix.Storage),
                ["repeated"] = new TensorData(DType.Float32, [4, 2], [0, 3], 1, matrix.Storage),
            },
            "tree.pt" => new PickleDict
            {
                ["state"] = new PickleDict { [0] = new PickleDict { ["step"] = TensorData.Of<float>([2]), ["momentum_buffer"] = matrix } },
                ["param_groups"] = new List<object?> { new PickleDict { ["lr"] = 0.001, ["betas"] = new PickleTuple(0.9, 0.999), ["nesterov"] = false, ["foreach"] = null, ["params"] = (List<object?>)[0L, 1L] } },
                ["numbers"] = (List<object?>)[255, 256, 65535, 65536, -1, int.MinValue, 1L << 40, -(1L << 40), System.Numerics.BigInteger.Pow(2, 80)],
                ["text"] = "∇ naïve 🙂",
                ["bytes"] = new byte[] { 0, 200, 255 },
                ["dtype"] = DType.BFloat16,
                ["tuples"] = new PickleTuple(new PickleTuple(), new PickleTuple(1L), new PickleTuple(1L, 2L), new PickleTuple(1L, 2L, 3L, 4L)),
                ["many"] = Enumerable.Range(0, 300).Select(i => $"name {i}").ToList<object?>(),
                ["leaf"] = new TensorData(DType.Float32, [6], [1], 0, matrix.Storage) { RequiresGrad = true },
            },
            _ => FormatFiles.EveryType(2, 3).Append(new("scalar", TensorData.Of<double>([2.5]))).Append(new("empty", TensorData.Of<float>([], 3, 0, 2))),
        };
    }
}
