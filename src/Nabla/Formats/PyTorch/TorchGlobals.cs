using System.Numerics;
using System.Text;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>The allow list: every Python class and function a checkpoint may name, and the function of ours that stands for it.</summary>
internal static class TorchGlobals
{
    public const string ArgparseNamespace = "argparse.Namespace";
    public const string SimpleNamespace = "types.SimpleNamespace";

    private static readonly string[] Schedulers = ["torch.optim.lr_scheduler.OneCycleLR", "torch.optim.lr_scheduler.CyclicLR", "torch.optim.swa_utils.SWALR"];
    private static readonly string[] Optimizers = ["SGD", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "Adagrad", "Adadelta", "RMSprop", "Rprop", "ASGD", "SparseAdam", "LBFGS"];

    private static readonly Dictionary<string, PickleFunction> Functions = new(StringComparer.Ordinal);

    static TorchGlobals()
    {
        Allow(Dictionary, "collections.OrderedDict", "collections.Counter", "builtins.dict", "__builtin__.dict", ArgparseNamespace, SimpleNamespace);
        Allow((a, r) => new PickleDict { TypeName = "collections.defaultdict" }, "collections.defaultdict");
        Allow((a, r) => new List<object?>(Items(a, r)), "builtins.list", "__builtin__.list");
        Allow((a, r) => a is [PickleTuple t] ? t : new PickleTuple([.. Items(a, r)]), "builtins.tuple", "__builtin__.tuple", "torch.Size");
        Allow(Set, "builtins.set", "__builtin__.set", "builtins.frozenset", "__builtin__.frozenset");
        Allow((a, r) => a switch { [] => Array.Empty<byte>(), [byte[] b] => b, [string s, string] => Latin1(s, r), _ => throw r.Error("bytes are made from something else than bytes") }, "builtins.bytes", "__builtin__.bytes", "builtins.bytearray", "__builtin__.bytearray");
        Allow((a, r) => a is [double re, double im] ? new Complex(re, im) : throw r.Error("a complex number is not made from two numbers"), "builtins.complex", "__builtin__.complex");
        Allow((a, r) => a is [string s, string and ("latin1" or "latin-1" or "iso-8859-1")] ? Latin1(s, r) : throw r.Error("text is encoded in another way than Latin-1"), "_codecs.encode");
        Allow(Reconstruct, "copyreg._reconstructor", "copy_reg._reconstructor");
        Allow((a, r) => string.Join('/', a.Select(p => p as string ?? throw r.Error("a part of a path is not text"))), "pathlib.PosixPath", "pathlib.PurePosixPath", "pathlib.Path", "pathlib._local.PosixPath", "pathlib.WindowsPath", "pathlib.PureWindowsPath");
        Allow((a, r) => a switch { [string d] => d, [string d, long i] => $"{d}:{i}", _ => throw r.Error("a torch.device has an unexpected form") }, "torch.device");
        Allow((a, r) => a is [string layout] ? layout : throw r.Error("a layout is not named"), "torch.serialization._get_layout");
        // One-cycle and SWA schedulers save a method of theirs, as getattr(scheduler or its class, name), and with it the scheduler and its optimiser. All are named here, and nothing is called.
        Allow((type, a, r) => new PickleOpaque(type, a), [.. Schedulers, .. Optimizers.Select(name => $"torch.optim.{(name == "SparseAdam" ? "sparse_adam" : name.ToLowerInvariant())}.{name}")]);
        Allow(
            (a, r) => a is [PickleOpaque { TypeName: var type }, string name] && type.StartsWith("torch.optim.", StringComparison.Ordinal) ? new PickleOpaque($"{type}.{name}", PickleTuple.Empty)
                : a is [PickleFunction { Name: var home }, string function] && Schedulers.Contains(home) ? new PickleOpaque($"{home}.{function}", PickleTuple.Empty)
                : throw r.Error("an attribute is taken of something else than a scheduler"),
            "builtins.getattr", "__builtin__.getattr");
        TorchRebuild.Register();
        NumpyGlobals.Register();
    }

    /// <summary>The value of an allowed global, or null.</summary>
    public static object? Resolve(string module, string name)
    {
        if (TorchType.OfStorage(module, name) is { } storage) return storage;
        if (Functions.TryGetValue($"{module}.{name}", out PickleFunction? function)) return function;
        if (module == "builtins" && name == "object" || module == "__builtin__" && name == "object") return PlainObject;
        if (module != "torch") return null;
        if (TorchType.OfDType(name) is { } type) return (object?)type.DType ?? type;
        return name is "strided" or "sparse_coo" or "contiguous_format" or "preserve_format" or "channels_last" ? "torch." + name : null;
    }

    /// <summary>Puts a function on the list under these names.</summary>
    public static void Allow(Func<PickleTuple, PickleReader, object?> call, params string[] names)
    {
        foreach (string name in names) Functions.Add(name, new(name, (a, r) => call(a, r)));
    }

    private static readonly PickleFunction PlainObject = new("builtins.object", (_, r) => throw r.Error("a plain object is made"));

    private static void Allow(Func<string, PickleTuple, PickleReader, object?> call, params string[] names)
    {
        foreach (string name in names) Functions.Add(name, new(name, (a, r) => call(name, a, r)));
    }

    private static object Dictionary(string type, PickleTuple arguments, PickleReader reader)
    {
        var dict = new PickleDict { TypeName = type is "builtins.dict" or "__builtin__.dict" ? "dict" : type };
        foreach (object? argument in arguments)
        {
            IEnumerable<object?> items = argument switch
            {
                PickleDict other => other.SelectMany(e => new[] { e.Key, e.Value }),
                List<object?> pairs => pairs.SelectMany(p => Pair(p, reader)),
                _ => throw reader.Error("a dictionary is made from something else than pairs"),
            };
            reader.SetItems(dict, [.. items]);
        }
        return dict;
    }

    private static IEnumerable<object?> Pair(object? pair, PickleReader reader) => pair switch
    {
        PickleTuple { Count: 2 } tuple => tuple,
        List<object?> { Count: 2 } list => list,
        _ => throw reader.Error("a dictionary is made from something else than pairs"),
    };

    private static PickleSet Set(PickleTuple arguments, PickleReader reader)
    {
        var set = new PickleSet();
        reader.Fill(set, Items(arguments, reader));
        return set;
    }

    private static IEnumerable<object?> Items(PickleTuple arguments, PickleReader reader) => arguments switch
    {
        [] => [],
        [List<object?> list] => list,
        [PickleTuple tuple] => tuple,
        [PickleSet set] => set,
        _ => throw reader.Error("a container is made from something that is not one"),
    };

    private static byte[] Latin1(string text, PickleReader reader) =>
        text.All(c => c <= 0xFF) ? Encoding.Latin1.GetBytes(text) : throw reader.Error("a byte string holds characters beyond Latin-1");

    // copyreg._reconstructor(class, base, state): how protocols 0 and 1 make objects of new-style classes.
    private static object? Reconstruct(PickleTuple arguments, PickleReader reader) => arguments switch
    {
        [var type, PickleFunction { Name: "builtins.object" }, null] => reader.Call(type, PickleTuple.Empty),
        [var type, PickleFunction, var state] => reader.Call(type, new(state)),
        [PickleGlobal type, ..] => reader.Call(type, new([.. arguments.Skip(1)])),
        _ => throw reader.Error("an object is reconstructed in an unexpected way"),
    };
}
