using System.Globalization;
using System.Text.Json.Nodes;

namespace Nabla;

public abstract partial class Optimizer
{
    // What OneCycleLR and SWALR keep in the groups.
    private static readonly string[] ScheduleNames = ["max_lr", "min_lr", "max_momentum", "base_momentum", "swa_lr"];

    /// <summary>All that is needed to go on exactly here. The tensors are the live ones; write or clone them before the next step.</summary>
    public OptimizerState SaveState()
    {
        StateDict tensors = new();
        JsonObject states = [];
        JsonArray groups = [];
        int index = 0;
        foreach (ParameterGroup group in _groups)
        {
            JsonObject saved = [];
            group.Options.Write(saved);
            if (group.InitialLearningRate is double initial) saved["initial_lr"] = initial;
            foreach ((string name, double value) in group.ScheduleSettings) saved[name] = value;
            JsonArray members = [];
            foreach (Parameter parameter in group.Parameters)
            {
                members.Add((JsonNode)index);
                if (_states[parameter] is { IsEmpty: false } state) states[Text(index)] = Save(state, index, tensors);
                index++;
            }
            saved["params"] = members;
            groups.Add((JsonNode)saved);
        }
        JsonObject root = new() { ["optimizer"] = GetType().Name, ["state"] = states, ["param_groups"] = groups };
        return new(tensors, root.ToJsonString());
    }

    /// <summary>Goes back to a saved state, copying its tensors; on an error nothing has changed.</summary>
    /// <param name="state">A state saved by an optimiser of the same kind over the same parameters.</param>
    /// <exception cref="ArgumentException">The state is of another optimiser, of other groups, or its tensors are missing, unexpected or misshapen.</exception>
    public void LoadState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            Load(state);
        }
        catch (FormatException error)
        {
            throw new ArgumentException(error.Message, nameof(state), error);
        }
    }

    /// <summary>Takes one saved tensor into the state of a parameter. By default it has the parameter's shape, and follows its dtype.</summary>
    /// <param name="state">The state to fill.</param>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="saved">The saved tensor, to be copied.</param>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="FormatException">The tensor does not fit.</exception>
    protected virtual void Restore(ParameterState state, string name, Tensor saved, Parameter parameter)
    {
        if (saved.Shape != parameter.Shape) throw new FormatException($"'{name}' has shape {saved.Shape}; parameter {parameter.Name} has {parameter.Shape}.");
        state.Get(name, parameter.Value).CopyInPlace(saved);
    }

    private static JsonObject Save(ParameterState state, int index, StateDict tensors)
    {
        JsonArray names = [];
        foreach ((string name, Tensor tensor) in state.Tensors)
        {
            names.Add((JsonNode)name);
            tensors.Add(Key(index, name), tensor.Detach().Persist());
        }
        JsonObject saved = new() { ["step"] = state.Step, ["tensors"] = names };
        if (state.Numbers.Count == 0) return saved;
        JsonObject numbers = [];
        foreach ((string name, double number) in state.Numbers) numbers[name] = number;
        saved["numbers"] = numbers;
        return saved;
    }

    private void Load(OptimizerState saved)
    {
        JsonObject root = SavedJson.Parse(saved.Json);
        string kind = SavedJson.Text(root, "optimizer");
        if (kind != GetType().Name) throw new FormatException($"The state was saved by {kind}; this is {GetType().Name}.");
        List<JsonObject> groups = CheckGroups(SavedJson.Array(root, "param_groups"));
        List<OptimizerOptions> options = [.. groups.Select((group, i) => _groups[i].Options.Read(group))];
        foreach (OptimizerOptions option in options) CheckOptions(option);
        List<Dictionary<string, double>> settings = [.. groups.Select(group => ScheduleNames.Where(group.ContainsKey).ToDictionary(name => name, name => SavedJson.Real(group, name)))];

        Parameter[] parameters = [.. _groups.SelectMany(group => group.Parameters)];
        JsonObject states = SavedJson.Object(root, "state");
        HashSet<string> unused = new(saved.Tensors.Keys, StringComparer.Ordinal);
        List<(Parameter, ParameterState)> loaded = [];
        using GradMode.Restore mode = GradMode.NoGrad();
        for (int i = 0; i < parameters.Length; i++)
        {
            ParameterState state = new();
            loaded.Add((parameters[i], state));
            if (states[Text(i)] is JsonObject entry)
            {
                state.Step = SavedJson.Integer(entry, "step");
                foreach (JsonNode? name in SavedJson.Array(entry, "tensors")) Take(state, i, parameters[i], name?.ToString() ?? string.Empty);
                if (!entry.ContainsKey("numbers")) continue;
                JsonObject numbers = SavedJson.Object(entry, "numbers");
                foreach ((string name, _) in numbers) state.Numbers[name] = SavedJson.Real(numbers, name);
            }
        }
        if (unused.Count > 0) throw new FormatException($"The state has tensors that no parameter asks for: {string.Join(", ", unused.Order(StringComparer.Ordinal).Take(8))}.");

        for (int i = 0; i < options.Count; i++)
        {
            _groups[i].Options = options[i];
            _groups[i].InitialLearningRate = groups[i].ContainsKey("initial_lr") ? SavedJson.Real(groups[i], "initial_lr") : null;
            foreach ((string name, double value) in settings[i]) _groups[i].ScheduleSettings[name] = value;
        }
        foreach ((Parameter parameter, ParameterState state) in loaded) _states[parameter] = state;

        void Take(ParameterState state, int index, Parameter parameter, string name)
        {
            string key = Key(index, name);
            if (!saved.Tensors.TryGetValue(key, out Tensor? tensor)) throw new FormatException($"The state lacks the tensor '{key}' of parameter {parameter.Name}.");
            Restore(state, name, tensor, parameter);
            unused.Remove(key);
        }
    }

    private static void CheckOptions(OptimizerOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new FormatException($"The saved settings are out of range: {error.Message}", error);
        }
    }

    private List<JsonObject> CheckGroups(JsonArray saved)
    {
        if (saved.Count != _groups.Count) throw new FormatException($"The state has {saved.Count} parameter groups; this optimiser has {_groups.Count}.");
        List<JsonObject> groups = [];
        for (int i = 0; i < saved.Count; i++)
        {
            JsonObject group = saved[i] as JsonObject ?? throw new FormatException($"Parameter group {i} is not an object.");
            int count = SavedJson.Array(group, "params").Count;
            if (count != _groups[i].Parameters.Count) throw new FormatException($"Parameter group {i} has {count} parameters in the state and {_groups[i].Parameters.Count} here.");
            groups.Add(group);
        }
        return groups;
    }

    private static string Key(int index, string name) => $"state.{Text(index)}.{name}";

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);
}
