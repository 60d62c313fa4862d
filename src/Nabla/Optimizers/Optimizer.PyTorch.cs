using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nabla.Formats.PyTorch;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla;

public abstract partial class Optimizer
{
    // What PyTorch keeps as a float32 tensor of no axes rather than a number, and the state entries that are lists.
    private static readonly HashSet<string> TensorSteps = ["Adam", "AdamW", "Adamax", "NAdam", "RAdam", "Adagrad", "ASGD"];
    private static readonly HashSet<string> TensorNumbers = ["mu_product", "eta", "mu", "ro", "H_diag"];
    private static readonly HashSet<string> Counts = ["func_evals", "n_iter"];

    /// <summary>The state as the object that <c>torch.optim.Optimizer.state_dict()</c> gives, ready for <see cref="PyTorchFile.Save"/>.</summary>
    /// <returns><c>{"state": {index: {...}}, "param_groups": [...]}</c>; the tensors are copies.</returns>
    public PickleDict ToPyTorch()
    {
        OptimizerState saved = SaveState();
        JsonObject root = SavedJson.Parse(saved.Json);
        PickleDict states = new();
        foreach ((string index, JsonNode? entry) in SavedJson.Object(root, "state")) states[long.Parse(index, CultureInfo.InvariantCulture)] = ToPyTorch(index, entry!.AsObject(), saved.Tensors);
        List<object?> groups = [];
        foreach (JsonNode? group in SavedJson.Array(root, "param_groups"))
        {
            // Switches of PyTorch's own, which its load_state_dict takes over as they stand.
            PickleDict made = new() { { "foreach", null }, { "capturable", false }, { "differentiable", false }, { "fused", null } };
            foreach ((string name, JsonNode? value) in group!.AsObject()) made[name] = name == "params" ? value!.AsArray().Select(index => (object?)index!.GetValue<long>()).ToList() : Plain(value);
            groups.Add(made);
        }
        return new() { { "state", states }, { "param_groups", groups } };
    }

    /// <summary>Goes on from the object that <c>torch.optim.Optimizer.state_dict()</c> gave; on an error nothing has changed.</summary>
    /// <param name="state">The dictionary, as <see cref="PyTorchFile.Root"/> holds it or <see cref="ToPyTorch()"/> gives it. Settings that this optimiser does not have are ignored, those the file lacks stay as they are.</param>
    /// <exception cref="ArgumentException">The state is of another kind of optimiser or of other groups, or its tensors do not fit.</exception>
    public void LoadPyTorch(PickleDict state)
    {
        ArgumentNullException.ThrowIfNull(state);
        OptimizerState converted;
        try
        {
            converted = FromPyTorch(state);
        }
        catch (FormatException error)
        {
            throw new ArgumentException(error.Message, nameof(state), error);
        }
        LoadState(converted);
    }

    /// <summary>Writes the state to a file that <c>torch.load</c> and <c>load_state_dict</c> take.</summary>
    /// <exception cref="IOException">The file cannot be written; an existing one is untouched.</exception>
    public void SavePyTorch(string path) => PyTorchFile.Save(path, ToPyTorch());

    /// <summary>Goes on from a file that <c>torch.save(optimizer.state_dict())</c> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Where the state lies in a dictionary of several, such as <c>optimizer</c>; null when it is the whole file.</param>
    /// <exception cref="Formats.NablaFormatException">The file is damaged or no PyTorch file.</exception>
    /// <exception cref="ArgumentException">The state does not fit, or there is none.</exception>
    public void LoadPyTorch(string path, string? key = null)
    {
        object? root = PyTorchFile.Open(path).Root;
        if (key is not null) root = root is PickleDict all && all.TryGetValue(key, out object? part) ? part : throw new ArgumentException($"The file has no entry '{key}'.", nameof(key));
        LoadPyTorch(root as PickleDict ?? throw new ArgumentException("The file holds no optimiser state: expected a dictionary with 'state' and 'param_groups'.", nameof(path)));
    }

    private PickleDict ToPyTorch(string index, JsonObject entry, IReadOnlyDictionary<string, Tensor> tensors)
    {
        PickleDict made = new();
        long step = SavedJson.Integer(entry, "step");
        if (TensorSteps.Contains(GetType().Name)) made["step"] = Tensor.Of((float)step).Reshape([]);
        else if (step > 0) made["step"] = step;
        foreach (JsonNode? name in SavedJson.Array(entry, "tensors")) Put(name!.GetValue<string>(), tensors[$"state.{index}.{name!.GetValue<string>()}"].Clone());
        if (entry["numbers"] is JsonObject numbers)
        {
            foreach ((string name, JsonNode? value) in numbers)
            {
                double number = value!.GetValue<double>();
                string list = name.Split('.')[0];
                Put(name, TensorNumbers.Contains(list) ? Tensor.Of((float)number).Reshape([]) : Counts.Contains(list) ? (object)(long)number : number);
            }
        }
        return made;

        void Put(string name, object value)
        {
            if (name.Split('.') is not [string list, _])
            {
                made[name] = value;
                return;
            }
            if (!made.TryGetValue(list, out object? items)) made[list] = items = new List<object?>();
            ((List<object?>)items!).Add(value);
        }
    }

    private OptimizerState FromPyTorch(PickleDict root)
    {
        if (!root.TryGetValue("param_groups", out object? listed) || listed is not List<object?> saved) throw new FormatException("The state has no list 'param_groups'.");
        if (!root.TryGetValue("state", out object? kept) || kept is not PickleDict states) throw new FormatException("The state has no dictionary 'state'.");
        if (saved.Count != _groups.Count) throw new FormatException($"The state has {saved.Count} parameter groups; this optimiser has {_groups.Count}.");
        JsonArray groups = [];
        JsonObject entries = [];
        StateDict tensors = new();
        int index = 0;
        for (int i = 0; i < saved.Count; i++)
        {
            if (saved[i] is not PickleDict group || !group.TryGetValue("params", out object? members) || members is not List<object?> ids) throw new FormatException($"Parameter group {i} has no list 'params'.");
            JsonObject made = [];
            _groups[i].Options.Write(made);
            foreach ((object? key, object? value) in group)
            {
                if (key is string name && name != "params" && Json(value, out JsonNode? node)) made[name] = node;
            }
            JsonArray places = [];
            foreach (object? id in ids)
            {
                places.Add((JsonNode)index);
                if (states.TryGetValue(id, out object? state) && state is PickleDict entry) entries[Text(index)] = FromPyTorch(entry, index, tensors);
                index++;
            }
            made["params"] = places;
            groups.Add((JsonNode)made);
        }
        return new(tensors, new JsonObject { ["optimizer"] = GetType().Name, ["state"] = entries, ["param_groups"] = groups }.ToJsonString());
    }

    private static JsonObject FromPyTorch(PickleDict entry, int index, StateDict tensors)
    {
        JsonObject numbers = [];
        JsonArray names = [];
        long step = 0;
        foreach ((object? key, object? value) in entry)
        {
            string name = key as string ?? throw new FormatException($"The state of parameter {index} has a key that is no text.");
            if (name == "step") step = (long)Number(value, name);
            else if (value is List<object?> list) for (int i = 0; i < list.Count; i++) Take($"{name}.{Text(i)}", list[i], TensorNumbers.Contains(name));
            else Take(name, value, TensorNumbers.Contains(name));
        }
        JsonObject made = new() { ["step"] = step, ["tensors"] = names };
        if (numbers.Count > 0) made["numbers"] = numbers;
        return made;

        void Take(string name, object? value, bool number)
        {
            // PyTorch leaves None where there is nothing to remember; "al" is scratch.
            if (value is null || name.StartsWith("al.", StringComparison.Ordinal)) return;
            if (!number && value is TensorData or Tensor)
            {
                names.Add((JsonNode)name);
                tensors.Add(Key(index, name), (value is TensorData data ? data.ToTensor() : ((Tensor)value).Clone()).Persist());
            }
            else
            {
                numbers[name] = Number(value, name);
            }
        }
    }

    private static double Number(object? value, string name) => value switch
    {
        long number => number,
        double number => number,
        TensorData { Count: 1 } data => Number(data.ToTensor(), name),
        Tensor { Count: 1 } tensor => tensor.Item(),
        _ => throw new FormatException($"'{name}' of the state is no number."),
    };

    private static object? Plain(JsonNode? value) => value switch
    {
        null => null,
        JsonArray list => new PickleTuple([.. list.Select(Plain)]),
        JsonValue one when one.TryGetValue(out bool flag) => flag,
        JsonValue one when one.TryGetValue(out long number) => number,
        JsonValue one when one.TryGetValue(out double number) => number,
        _ => value.GetValue<string>(),
    };

    private static bool Json(object? value, out JsonNode? node)
    {
        node = value switch
        {
            bool flag => JsonValue.Create(flag),
            long number => JsonValue.Create(number),
            double number when double.IsFinite(number) => JsonValue.Create(number),
            string text => JsonValue.Create(text),
            TensorData { Count: 1 } or Tensor { Count: 1 } => JsonValue.Create(Number(value, "a setting")),
            IReadOnlyList<object?> list when list.All(item => item is long or double) => SavedJson.List(list.Select(item => Number(item, "a setting"))),
            _ => null,
        };
        return node is not null || value is null;
    }
}
