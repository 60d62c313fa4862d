using Nabla.Formats;
using Nabla.Formats.PyTorch;
using Nabla.Formats.PyTorch.Pickle;

namespace Nabla.Tests.Formats.PyTorch;

/// <summary>Hand-made pickles: rare opcodes, and what must be refused.</summary>
public sealed class PickleReaderTests
{
    [Theory]
    [InlineData("(i__builtin__\ndict\n.", typeof(PickleDict))] // INST
    [InlineData("(c__builtin__\nset\no.", typeof(PickleSet))] // OBJ
    [InlineData("\u0080\u0002ccollections\nOrderedDict\n)\u0081.", typeof(PickleDict))] // NEWOBJ
    [InlineData("\u0080\u0004ccollections\nOrderedDict\n)}\u0092.", typeof(PickleDict))] // NEWOBJ_EX
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004list\u0093)R.", typeof(List<object>))] // STACK_GLOBAL
    [InlineData("(lp0\nI1\naL2L\na0g0\n.", typeof(List<object>))] // text memo, POP
    [InlineData("(I1\nI01\nF1.5\nd.", null)] // odd dictionary
    [InlineData("(I1\nF1.5\nd.", typeof(PickleDict))]
    [InlineData("(I1\nI2\n1N.", null, true)] // POP_MARK then None
    [InlineData("N2\u0086.", typeof(PickleTuple))] // DUP
    [InlineData("((I1\n1].", typeof(List<object>))] // a mark may be left
    [InlineData("T\u0003\u0000\u0000\u0000abc.", typeof(string))]
    [InlineData("\u0080\u0005\u0096\u0003\u0000\u0000\u0000\u0000\u0000\u0000\u0000abc.", typeof(byte[]))]
    public void Opcodes(string pickle, Type? type, bool isNull = false)
    {
        if (isNull)
        {
            Assert.Null(Load(pickle));
            return;
        }
        if (type is null) Assert.Throws<NablaFormatException>(() => LoadStrict(pickle));
        else Assert.IsType(type, Load(pickle));
    }

    [Fact]
    public void Text_of_protocol_0_is_unescaped() =>
        Assert.Equal(["a\nA'", "u∇🙂", true, 5L, double.NaN], (List<object?>)Load("(S'a\\n\\x41\\''\nVu\\u2207\\U0001f642\nI01\nI5\nFnan\nl.")!);

    [Theory]
    [InlineData("cposix\nsystem\n(S'echo'\ntR.", "'posix.system'")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093.", "'builtins.eval'")]
    [InlineData("(S'x'\nios\nsystem\n.", "'os.system'")]
    [InlineData("cbuiltins\nsetattr\n.", "'builtins.setattr'")]
    [InlineData("cbuiltins\ngetattr\n(cposix\nsystem\nV__call__\ntR.", "'posix.system'")]
    [InlineData("ctorch\nload\n.", "'torch.load'")]
    [InlineData("ctorch.hub\nload\n.", "'torch.hub.load'")]
    [InlineData("ctorch._utils\n__builtins__\n.", "'torch._utils.__builtins__'")]
    [InlineData("ccollections\nOrderedDict.__init__.__globals__\n.", "__globals__")]
    [InlineData("cx\nevil\u001b[2J\n.", "\\u001b[2J")]
    public void Unknown_globals_are_named_and_nothing_runs(string pickle, string name)
    {
        var e = Assert.Throws<NablaFormatException>(() => Load(pickle));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was executed", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cbuiltins\ngetattr\n(ccollections\nOrderedDict\nVpop\ntR.")]
    [InlineData("cbuiltins\ngetattr\n(Vtext\nVupper\ntR.")]
    [InlineData("cbuiltins\ngetattr\n(cbuiltins\ngetattr\nV__globals__\ntR.")]
    public void Attributes_are_taken_of_schedulers_alone(string pickle) => Assert.Contains("attribute", Assert.Throws<NablaFormatException>(() => Load(pickle)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_scheduler_s_method_is_a_name() =>
        Assert.Equal("torch.optim.lr_scheduler.OneCycleLR._annealing_cos", ((PickleOpaque)Load("c__builtin__\ngetattr\n(ctorch.optim.lr_scheduler\nOneCycleLR\nV_annealing_cos\ntR.")!).TypeName);

    [Fact]
    public void Unknown_objects_can_be_kept_as_data()
    {
        var opaque = (PickleOpaque)Load("cposix\nsystem\n(S'echo'\ntR}S'k'\nI1\nsb.", opaque: true)!;
        Assert.Equal("posix.system", opaque.TypeName);
        Assert.Equal(["echo"], opaque.Arguments);
        Assert.Equal(1L, ((PickleDict)opaque.State!)["k"]);
        Assert.Equal("x.f()", ((PickleOpaque)Load("cx\nf\n)R)R.", opaque: true)!).TypeName);
    }

    [Theory]
    [InlineData("", "truncated")]
    [InlineData(".", "stack")]
    [InlineData("0.", "stack")]
    [InlineData("NN.", "left on the stack")]
    [InlineData("t.", "never opened")]
    [InlineData("(Na.", "stack")]
    [InlineData("NNa.", "not a list")]
    [InlineData("N(NNu.", "not a dictionary")]
    [InlineData("](Nu.", "not a dictionary")]
    [InlineData("}(Nu.", "without a value")]
    [InlineData("}]Ns.", "not hashable")]
    [InlineData("\u008f(]\u0090.", "not hashable")]
    [InlineData("g5\n.", "no entry 5")]
    [InlineData("h\u0005.", "no entry 5")]
    [InlineData("j\u00ff\u00ff\u00ff\u00ff.", "no entry 4294967295")]
    [InlineData("Nr\u00ff\u00ff\u00ff\u00ff.", "cannot be reached")]
    [InlineData("Np99999999999\n.", "cannot be reached")]
    [InlineData("Npx\n.", "not a number")]
    [InlineData("q\u0001.", "stack")]
    [InlineData("X\u00ff\u00ff\u00ff\u007fa.", "truncated")]
    [InlineData("X\u0001\u0000\u0000\u0000\u00ff.", "UTF-8")]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "truncated")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.", "truncated")]
    [InlineData("T\u00ff\u00ff\u00ff\u00ff.", "truncated")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f.", "at most 65536")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u00ff.", "at most 65536")]
    [InlineData("Labc\n.", "not an integer")]
    [InlineData("Fabc\n.", "not a number")]
    [InlineData("Sabc\n.", "not quoted")]
    [InlineData("S'a\\'\n.", "escape")]
    [InlineData("S'\\q'\n.", "escape")]
    [InlineData("V\\u12\n.", "hexadecimal")]
    [InlineData("V\\Uffffffff\n.", "not a character")]
    [InlineData("Vabc", "no end")]
    [InlineData("\u0080\u0006.", "protocol 6")]
    [InlineData("\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.", "past the end")]
    [InlineData("\u0082\u0001.", "extension code")]
    [InlineData("\u0097.", "buffers")]
    [InlineData("\u00ff.", "not a pickle opcode")]
    [InlineData("N)R.", "not a function")]
    [InlineData("ccollections\nOrderedDict\nNR.", "not a tuple")]
    [InlineData("ccollections\nOrderedDict\n(NtR.", "pairs")]
    [InlineData("]}b.", "state is set")]
    [InlineData("NQ.", "persistent id")]
    [InlineData("Px\n.", "persistent id")]
    [InlineData("\u0093.", "stack")]
    [InlineData("NN\u0093.", "not text")]
    [InlineData("(o.", "no class")]
    [InlineData("cbuiltins\nobject\n)R.", "plain object")]
    [InlineData("ctorch\nTensor\n)R.", "before PyTorch 0.4")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "unexpected values")]
    [InlineData("ctorch._utils\n_rebuild_sparse_tensor\n)R.", "_rebuild_sparse_tensor")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'O8'\ntRS'x'\ntR.", "Python objects")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'f8'\ntRS'x'\ntR.", "expected 8")]
    public void Damage_is_refused_with_a_reason(string pickle, string reason)
    {
        var e = Assert.Throws<NablaFormatException>(() => Load(pickle));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Contains("at byte", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_has_no_depth_limit_and_needs_no_stack()
    {
        object? root = Load(new string(']', 200_000) + new string('a', 199_999) + ".");
        int depth = 0;
        while (root is List<object?> { Count: 1 } list)
        {
            root = list[0];
            depth++;
        }
        Assert.Equal(199_999, depth);
        Assert.IsType<PickleTuple>(Load(")" + new string('\u0085', 200_000) + "."));
    }

    [Fact]
    public void A_list_may_contain_itself()
    {
        var list = (List<object?>)Load("]q\u0000h\u0000a.")!;
        Assert.Same(list, list[0]);
        Assert.Empty((PickleDict)Load("cargparse\nNamespace\n)R2b.")!); // a namespace that is its own state
    }

    [Fact]
    public void A_tuple_that_doubles_itself_cannot_become_a_key()
    {
        // t = (); 60 times t = (t, t): 2^60 elements to hash, in 60 * 2 bytes
        string doubling = ")" + string.Concat(Enumerable.Repeat("2\u0086", 60));
        Assert.IsType<PickleTuple>(Load(doubling + "."));
        Assert.Contains("not hashable", Assert.Throws<NablaFormatException>(() => Load("}" + doubling + "Ns.")).Message, StringComparison.Ordinal);
        Assert.Contains("not hashable", Assert.Throws<NablaFormatException>(() => Load("\u008f(" + doubling + "\u0090.")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_values_and_the_length_are_bounded()
    {
        var limits = new PickleLimits(1000, 100, false);
        Assert.Contains("more than 100 values", Assert.Throws<NablaFormatException>(() => Load(new string(']', 101) + ".", limits)).Message, StringComparison.Ordinal);
        Assert.Contains("longer than 1000 bytes", Assert.Throws<NablaFormatException>(() => Load(new string('N', 1) + string.Concat(Enumerable.Repeat("0N", 600)) + ".", limits with { Objects = 10_000 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0, new long[] { 2, 2 }, new long[] { 2, 1 }, true)]
    [InlineData(4, 1, new long[] { 2, 2 }, new long[] { 2, 1 }, false)]
    [InlineData(4, 0, new long[] { 2, 2 }, new long[] { 3, 1 }, false)]
    [InlineData(4, 0, new long[] { 1L << 31, 1L << 31 }, new long[] { 0, 0 }, false)]
    [InlineData(4, 3, new long[] { 1000 }, new long[] { 0 }, true)]
    [InlineData(4, -1, new long[] { 1 }, new long[] { 1 }, false)]
    [InlineData(4, 0, new long[] { 2 }, new long[] { -1 }, false)]
    [InlineData(5, 0, new long[] { 2 }, new long[] { 1 }, false)] // the entry holds 4
    public void Views_are_checked_against_their_storage(long count, long offset, long[] size, long[] stride, bool fits)
    {
        string Tuple(IEnumerable<long> values) => "(" + string.Concat(values.Select(v => $"L{v}L\n")) + "t";
        string pickle = "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\n" + $"L{count}L\ntQL{offset}L\n" + Tuple(size) + Tuple(stride) + "I00\n}tR.";
        byte[] file = FormatFiles.Written(s =>
        {
            var zip = new Nabla.Formats.Zip.ZipArchiveWriter(s);
            zip.Store("m/data.pkl", w => w.Write(FormatFiles.Latin(pickle)));
            zip.Store("m/data/0", w => w.Write(new byte[16]));
            zip.Finish();
        });
        if (fits) Assert.Equal(size, ((Nabla.Formats.Raw.TensorData)PyTorchFile.Parse(FormatFiles.Region(file)).Root!).Shape.ToArray());
        else Assert.Throws<NablaFormatException>(() => PyTorchFile.Parse(FormatFiles.Region(file)));
    }

    [Fact]
    public void Modules_that_double_themselves_end_in_an_error()
    {
        // Each module holds the one before twice: 2^60 paths.
        string modules = "cx\nM\n)R" + string.Concat(Enumerable.Range(0, 60).Select(i => $"p{i}\n0cx\nM\n)R}}S'_modules'\n}}S'a'\ng{i}\nsS'b'\ng{i}\nssb"));
        object? root = Load(modules + ".", opaque: true);
        Assert.Contains("nested more than", Assert.Throws<NablaFormatException>(() => StateDictFinder.Find(root, null, null)).Message, StringComparison.Ordinal);
    }

    private static object? LoadStrict(string pickle) => Load(pickle);

    private static object? Load(string pickle, bool opaque = false) => Load(pickle, new PickleLimits(1 << 24, 1 << 20, opaque));

    private static object? Load(string pickle, PickleLimits limits) =>
        new PickleReader(FormatFiles.Region(FormatFiles.Latin(pickle)), 0, new NoStorages(), limits, null).Load();

    private sealed class NoStorages : TorchHost
    {
        protected override Nabla.Formats.Raw.ByteRegion Find(string key, long bytes, TorchType element, object? view, PickleReader reader) => throw reader.Error("there are no storages");
    }
}
