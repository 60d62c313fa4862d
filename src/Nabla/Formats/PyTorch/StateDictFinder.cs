using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>Finds the named tensors of a model in whatever a checkpoint wraps around them.</summary>
internal static class StateDictFinder
{
    private const int Deepest = 64, Most = 100_000; // modules within modules, in all (a module may occur under several names)
    private static readonly string[] Usual = ["state_dict", "model_state_dict", "model", "module", "net", "network", "weights", "params"];

    public static OrderedDictionary<string, TensorData> Find(object? root, string? at, string? file)
    {
        object? start = at is null ? root : Follow(root, at, file);
        for (int depth = 0; depth < 4; depth++)
        {
            if (at is null && start is PickleDict wrapper && Usual.FirstOrDefault(k => wrapper.TryGetValue(k, out object? inner) && inner is PickleDict or PickleOpaque) is { } key)
            {
                start = wrapper[key];
                continue;
            }
            var tensors = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
            int modules = 0;
            Collect(start, "", tensors, 0, ref modules, file);
            if (tensors.Count > 0 || start is PickleDict { Count: 0 }) return tensors;
            break;
        }
        throw new NablaFormatException(file, null, $"no state dict was found{(at is null ? "" : $" at {Quoted.Of(at)}")}; there is {Describe(start)}", "a dictionary of tensors (name the place by its keys, joined with dots)");
    }

    private static object? Follow(object? value, string at, string? file)
    {
        string left = at;
        while (left.Length > 0)
        {
            if (value is not PickleDict dict) throw new NablaFormatException(file, null, $"there is no {Quoted.Of(at)} in the file; before {Quoted.Of(left)} there is {Describe(value)}");
            // A key may itself contain dots: the longest one that fits wins.
            string key = left;
            while (!dict.TryGetValue(key, out _))
            {
                int dot = key.LastIndexOf('.');
                if (dot < 0) throw new NablaFormatException(file, null, $"there is no {Quoted.Of(at)} in the file; there is {Describe(value)}");
                key = key[..dot];
            }
            value = dict[key];
            left = key.Length == left.Length ? "" : left[(key.Length + 1)..];
        }
        return value;
    }

    private static void Collect(object? value, string prefix, OrderedDictionary<string, TensorData> tensors, int depth, ref int visited, string? file)
    {
        if (value is PickleDict dict)
        {
            foreach ((object? key, object? item) in dict)
                if (key is string name) Add(prefix + name, item, tensors, file);
            return;
        }
        // A module: nn.Module keeps _parameters, _buffers and _modules among its attributes.
        if (value is not PickleOpaque { State: PickleDict state }) return;
        if (depth > Deepest || ++visited > Most || prefix.Length > 4096)
            throw new NablaFormatException(file, null, $"modules are nested more than {Deepest} deep, are more than {Most}, or contain themselves");
        foreach (string part in (ReadOnlySpan<string>)["_parameters", "_buffers"])
        {
            if (!state.TryGetValue(part, out object? found) || found is not PickleDict own) continue;
            HashSet<object?> skipped = part == "_buffers" && state.TryGetValue("_non_persistent_buffers_set", out object? set) && set is PickleSet names ? [.. names] : [];
            foreach ((object? key, object? item) in own)
                if (key is string name && !skipped.Contains(name)) Add(prefix + name, item, tensors, file);
        }
        if (!state.TryGetValue("_modules", out object? inner) || inner is not PickleDict modules) return;
        foreach ((object? key, object? module) in modules)
            if (key is string name) Collect(module, $"{prefix}{name}.", tensors, depth + 1, ref visited, file);
    }

    private static void Add(string name, object? value, OrderedDictionary<string, TensorData> tensors, string? file)
    {
        TensorData? tensor = value switch
        {
            TensorData data => data,
            PickleArray { IsFilled: true } array => array.Data,
            _ => null,
        };
        if (tensor is not null && !tensors.TryAdd(name, tensor)) throw new NablaFormatException(file, null, $"the name {Quoted.Of(name)} occurs twice in the module");
    }

    private static string Describe(object? value) => value switch
    {
        null => "None",
        PickleDict dict => $"a dictionary with the keys {string.Join(", ", dict.Keys.Take(12).Select(k => Quoted.Of(k?.ToString() ?? "None")))}{(dict.Count > 12 ? ", …" : "")}",
        PickleOpaque opaque => $"an object {Quoted.Of(opaque.TypeName)}",
        List<object?> list => $"a list of {list.Count}",
        PickleTuple tuple => $"a tuple of {tuple.Count}",
        TensorData => "a single tensor",
        _ => $"a value of type {value.GetType().Name}",
    };
}
