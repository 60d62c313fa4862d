using System.Numerics;
using Nabla.Formats;
using Nabla.Formats.PyTorch;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla.Tests.Formats.PyTorch;

/// <summary>Object trees: every protocol, the objects of the allow list, modules as data.</summary>
public sealed class PyTorchTreeTests
{
    [Theory]
    [InlineData("protocol_1.pt")]
    [InlineData("protocol_2.pt")]
    [InlineData("protocol_2.legacy.pth")]
    [InlineData("protocol_3.pt")]
    [InlineData("protocol_4.pt")]
    [InlineData("protocol_5.pt")]
    public void Reads_the_same_tree_from_every_protocol(string file)
    {
        var root = (PickleDict)PyTorchFile.Open(FormatFiles.Own(file)).Root!;
        Assert.Equal("∇ naïve 漢字 🙂 'quoted' \\ \n line", root["text"]);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), (byte[])root["bytes"]!);
        Assert.Equal(
            [0L, 1L, -1L, 255L, 256L, 65535L, 65536L, -(1L << 31), 1L << 31, long.MaxValue, long.MinValue, BigInteger.Pow(2, 63), BigInteger.Pow(2, 70), -BigInteger.Pow(2, 70)],
            (List<object?>)root["numbers"]!);
        Assert.Equal([0.0, -0.0, 0.1, 1e300, double.PositiveInfinity, double.NegativeInfinity], (List<object?>)root["floats"]!);
        Assert.Equal([true, false, null], (List<object?>)root["flags"]!);
        Assert.Equal([0, 1, 2, 3, 4], ((List<object?>)root["tuples"]!).Select(t => ((PickleTuple)t!).Count));
        var shared = (List<object?>)root["shared"]!;
        Assert.Same(shared[0], shared[1]);
        var dict = (PickleDict)root["dict"]!;
        Assert.Equal("one", dict[1L]);
        Assert.Equal("one", dict[true]); // as in Python, 1 == True
        Assert.Equal("real", dict[2.5]);
        Assert.Empty((List<object?>)dict[new PickleTuple(1L, "a")]!);
        Assert.True(((PickleSet)root["set"]!).Contains(7L));
        Assert.True(((PickleSet)root["frozen"]!).Contains(8L));
        Assert.Equal([0f, 1, 2, 3, 4, 5], ((TensorData)root["weight"]!).ToArray<float>());
        Assert.Equal(new string('x', 300), root["long"]);
    }

    [Fact]
    public void Refuses_persistent_ids_of_protocol_0_as_torch_does() =>
        Assert.Contains("persistent id", Assert.Throws<NablaFormatException>(() => PyTorchFile.Open(FormatFiles.Own("protocol_0.pt"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Reads_namespaces_numpy_values_paths_and_devices()
    {
        var root = (PickleDict)PyTorchFile.Open(FormatFiles.Own("extras.pt")).Root!;
        var arguments = (PickleDict)root["args"]!;
        Assert.Equal("argparse.Namespace", arguments.TypeName);
        Assert.Equal(0.1, arguments["lr"]);
        Assert.Equal("n", ((PickleDict)root["simple"]!)["name"]);
        Assert.Equal([0.5, 0.25, 7L, true], new[] { root["best"], root["top1"], root["count"], root["flag"] });
        Assert.Equal([0, 1, 2, 3, 4, 5], ((PickleArray)root["array"]!).Data.ToArray<int>());
        Assert.Equal([0, 1, 2, 3, 4, 5], ((PickleArray)root["fortran"]!).Data.ToArray<double>());
        Assert.Equal([0, 1, 2], ((PickleArray)root["big"]!).Data.ToArray<float>());
        Assert.Equal("/data/run 1", ((string)root["path"]!).Replace("//", "/", StringComparison.Ordinal));
        Assert.Equal("cuda:1", root["device"]);
        Assert.Equal(new Complex(1, 2), root["complex"]);
        Assert.Equal(1L, ((PickleDict)root["default"]!)["a"]);
        Assert.Equal(2L, ((PickleDict)root["counter"]!)["a"]);
        Assert.Equal("abc"u8.ToArray(), root["bytearray"]);
        Assert.Equal(DType.BFloat16, root["dtype"]);
        Assert.Equal([(Half)1.5, (Half)(-2)], ((TensorData)root["half"]!).ToArray<Half>());
        var storage = (TorchStorage)root["storage"]!;
        Assert.Equal((DType.Int16, 6L, "cpu"), (storage.DType, storage.Bytes.Length, storage.Location));
    }

    [Fact]
    public void A_whole_module_is_refused_by_name()
    {
        var e = Assert.Throws<NablaFormatException>(() => PyTorchFile.Open(FormatFiles.Own("whole_module.pt")));
        Assert.Contains("'torch.nn.modules.container.Sequential'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_whole_module_gives_its_state_dict_when_read_as_data()
    {
        var file = PyTorchFile.Open(FormatFiles.Own("whole_module.pt"), new() { UnknownGlobals = UnknownGlobals.Opaque });
        Assert.Equal("torch.nn.modules.container.Sequential", Assert.IsType<PickleOpaque>(file.Root).TypeName);
        OrderedDictionary<string, TensorData> expected = PyTorchFile.Open(FormatFiles.Own("whole_module_state.pt")).StateDict(), actual = file.StateDict();
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, e => Assert.Equal(FormatFiles.Content(e.Value), FormatFiles.Content(actual[e.Key])));
    }

    [Theory]
    [InlineData("repacked_deflated.pt")]
    [InlineData("repacked_unaligned.pt")]
    [InlineData("repacked_zip64.pt")]
    public void Other_zip_writers_are_fine(string file)
    {
        OrderedDictionary<string, TensorData> expected = PyTorchFile.Open(FormatFiles.Own("whole_module_state.pt")).StateDict(), actual = PyTorchFile.Open(FormatFiles.Own(file)).StateDict();
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, e => Assert.Equal(FormatFiles.Content(e.Value), FormatFiles.Content(actual[e.Key])));
        foreach (bool mapped in (bool[])[false, true])
            Assert.Equal(PyTorchFile.Load(FormatFiles.Own("whole_module_state.pt"))["0.weight"].ToArray<float>(), PyTorchFile.Load(FormatFiles.Own(file), mapped: mapped)["0.weight"].ToArray<float>());
    }

    [Fact]
    public void TorchScript_is_named_as_such() =>
        Assert.Contains("TorchScript", Assert.Throws<NablaFormatException>(() => PyTorchFile.Open(FormatFiles.Own("torchscript.pt"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Finds_the_state_dict_of_a_checkpoint_and_of_any_named_place()
    {
        PyTorchFile file = PyTorchFile.Open(FormatFiles.Torch("checkpoint.pt"));
        Assert.Equal("conv.weight", file.StateDict().GetAt(0).Key);
        Assert.Equal(["step", "exp_avg", "exp_avg_sq", "max_exp_avg_sq"], PyTorchFile.Parse(FormatFiles.Region(FormatFiles.Written(s => PyTorchWriter.Write(s, new PickleDict
        {
            ["a.b"] = new PickleDict { ["c"] = ((PickleDict)((PickleDict)((PickleDict)file.Root!)["optimizer"]!)["state"]!)[0L] },
        })))).StateDict("a.b.c").Keys);
        var e = Assert.Throws<NablaFormatException>(() => file.StateDict("modle"));
        Assert.Contains("'optimizer'", e.Message, StringComparison.Ordinal);
        Assert.Throws<NablaFormatException>(() => PyTorchFile.Open(FormatFiles.Torch("scalar_value.pt")).StateDict());
    }

    [Fact]
    public void Keeps_the_hidden_metadata_of_a_state_dict()
    {
        var root = (PickleDict)PyTorchFile.Open(FormatFiles.Torch("module_state.pt")).Root!;
        object? again = PyTorchFile.Parse(FormatFiles.Region(FormatFiles.Written(s => PyTorchWriter.Write(s, root)))).Root;
        var metadata = (PickleDict)((PickleDict)again!).Attributes!["_metadata"]!;
        Assert.Equal(2L, ((PickleDict)metadata["norm"]!)["version"]);
    }
}
