namespace Nabla;

public abstract partial class Module
{
    /// <summary>All parameters and persistent buffers by PyTorch's keys, in PyTorch's order. The tensors are the live ones.</summary>
    [Export("nn.Module.state_dict")]
    public StateDict StateDict()
    {
        StateDict state = new();
        string prefix = Path.Length == 0 ? string.Empty : Path + ".";
        foreach (Weights cursor in Walk())
        {
            foreach (Parameter parameter in cursor.OwnParameters) state.Add(parameter.Name[prefix.Length..], parameter.Value.Detach().Persist());
            foreach (ModuleBuffer buffer in cursor.OwnBuffers)
            {
                if (buffer.Persistent) state.Add(buffer.Name[prefix.Length..], buffer.Value.Detach().Persist());
            }
        }
        return state;
    }

    /// <summary>Copies values into this module, converting dtypes.</summary>
    /// <param name="state">Keys as in <see cref="StateDict"/>.</param>
    /// <param name="strict">Throw when a key is missing or unexpected.</param>
    /// <exception cref="StateDictException">Lists all missing, unexpected and misshapen keys; nothing was changed.</exception>
    [Export("nn.Module.load_state_dict")]
    public LoadResult Load(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        int root = Path.Length == 0 ? 0 : Path.Length + 1;
        foreach (Module module in Modules().ToArray()) module.Expect(key => state.TryGetValue(key[root..], out Tensor? value) ? value.Shape : (Shape?)null);
        StateDict own = StateDict();
        List<string> missing = [.. own.Keys.Where(key => !state.ContainsKey(key))];
        List<string> unexpected = [.. state.Keys.Where(key => !own.ContainsKey(key))];
        List<string> misshapen = [];
        foreach ((string key, Tensor value) in own)
        {
            if (state.TryGetValue(key, out Tensor? given) && given.Shape != value.Shape)
                misshapen.Add($"{key}: the file has {given.Shape}, the model expects {value.Shape}");
        }
        if (misshapen.Count > 0 || (strict && missing.Count + unexpected.Count > 0)) throw new StateDictException(missing, unexpected, misshapen);
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach ((string key, Tensor value) in own)
        {
            if (state.TryGetValue(key, out Tensor? given)) value.CopyInPlace(given);
        }
        return new(missing, unexpected);
    }

    /// <summary>The generator that random layers draw from.</summary>
    internal Generator RandomSource => Generator;

    /// <summary>State of the generator that random layers draw from, for checkpoints.</summary>
    internal byte[] SaveGenerator() => Generator.SaveState();

    /// <summary>Restores <see cref="SaveGenerator"/>.</summary>
    internal void LoadGenerator(byte[] state) => Generator.LoadState(state);
}
