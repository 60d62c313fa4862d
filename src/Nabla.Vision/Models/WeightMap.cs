using System.Text.RegularExpressions;

namespace Nabla.Vision;

/// <summary>Turns the state dict of another implementation of the same architecture into ours: names by ordered rules, values by reshaping.</summary>
[Export("vision.models.WeightMap")]
public sealed class WeightMap
{
    // Patterns are compiled when a checkpoint needs them; most maps of the registry never do.
    private readonly List<(Lazy<Regex> Pattern, MatchEvaluator? Evaluate, string Replacement)> _names = [];
    private readonly List<Lazy<Regex>> _dropped = [];
    private readonly List<(Lazy<Regex> Pattern, Func<Tensor, Tensor> Change)> _values = [];
    private readonly List<(Lazy<Regex> Pattern, Func<IReadOnlyList<Tensor>, Tensor> Join)> _joined = [];
    private readonly List<Lazy<Regex>> _computed = [];

    /// <summary>A map without rules.</summary>
    /// <param name="origin">Whose names it knows, such as "timm".</param>
    public WeightMap(string origin) => Origin = origin;

    /// <summary>Whose names it knows.</summary>
    public string Origin { get; }

    /// <summary>Adds a rule: wherever the pattern matches, the replacement stands instead. Rules apply in their order.</summary>
    /// <returns>This map.</returns>
    public WeightMap Rename(string pattern, string replacement)
    {
        _names.Add((Compiled(pattern), null, replacement));
        return this;
    }

    /// <summary>Adds a rule whose replacement is computed from the match.</summary>
    /// <returns>This map.</returns>
    public WeightMap Rename(string pattern, MatchEvaluator replacement)
    {
        _names.Add((Compiled(pattern), replacement, string.Empty));
        return this;
    }

    /// <summary>Leaves out what matches, such as buffers that we compute.</summary>
    /// <returns>This map.</returns>
    public WeightMap Drop(string pattern)
    {
        _dropped.Add(Compiled(pattern));
        return this;
    }

    /// <summary>Changes the values of entries whose (new) name matches.</summary>
    /// <returns>This map.</returns>
    public WeightMap Change(string pattern, Func<Tensor, Tensor> change)
    {
        _values.Add((Compiled(pattern), change));
        return this;
    }

    /// <summary>Makes one value of several that rules gave the same (new) name, in the alphabetical order of their old names.</summary>
    /// <returns>This map.</returns>
    public WeightMap Join(string pattern, Func<IReadOnlyList<Tensor>, Tensor> join)
    {
        _joined.Add((Compiled(pattern), join));
        return this;
    }

    /// <summary>The model's entries that match may be missing, as the model computes them.</summary>
    /// <returns>This map.</returns>
    public WeightMap Computed(string pattern)
    {
        _computed.Add(Compiled(pattern));
        return this;
    }

    /// <summary>The name an entry gets; null when it is left out.</summary>
    public string? Name(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_dropped.Any(pattern => pattern.Value.IsMatch(key))) return null;
        foreach ((Lazy<Regex> pattern, MatchEvaluator? evaluate, string replacement) in _names)
            key = evaluate is null ? pattern.Value.Replace(key, replacement) : pattern.Value.Replace(key, evaluate);
        return key;
    }

    /// <summary>The translated state dict; values are shared where they do not change.</summary>
    /// <exception cref="ArgumentException">Several entries get the same name, and no rule joins them.</exception>
    public StateDict Apply(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using GradMode.Restore mode = GradMode.NoGrad();
        StateDict result = new();
        foreach (IGrouping<string, string> keys in state.Keys.Select(key => (Key: key, Name: Name(key))).Where(pair => pair.Name is not null).GroupBy(pair => pair.Name!, pair => pair.Key))
        {
            Tensor[] parts = [.. keys.Order(StringComparer.Ordinal).Select(key => state[key])];
            Func<IReadOnlyList<Tensor>, Tensor>? join = _joined.FirstOrDefault(rule => rule.Pattern.Value.IsMatch(keys.Key)).Join;
            if (parts.Length > 1 && join is null) throw new ArgumentException($"{string.Join(" and ", keys)} both become '{keys.Key}'.", nameof(state));
            Tensor value = parts.Length > 1 ? join!(parts) : parts[0];
            foreach ((Lazy<Regex> pattern, Func<Tensor, Tensor> change) in _values)
            {
                if (pattern.Value.IsMatch(keys.Key)) value = change(value);
            }
            result[keys.Key] = value;
        }
        return result;
    }

    /// <summary>The state dict itself when its names fit, else the first translation whose names fit, else the state dict again.</summary>
    /// <param name="state">Read from a file.</param>
    /// <param name="keys">The model's names.</param>
    /// <param name="maps">Translations to try.</param>
    /// <param name="computed">The model's own values, asked for only when the file lacks some that the model computes.</param>
    [Export("vision.models.WeightMap.fit")]
    public static IReadOnlyDictionary<string, Tensor> Fit(IReadOnlyDictionary<string, Tensor> state, IReadOnlySet<string> keys, IReadOnlyList<WeightMap> maps, Func<StateDict>? computed = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(maps);
        if (keys.SetEquals(state.Keys)) return state;
        foreach (WeightMap map in maps)
        {
            HashSet<string> renamed = [.. state.Keys.Select(map.Name).OfType<string>()];
            if (keys.SetEquals(renamed)) return map.Apply(state);
            if (computed is null || !keys.IsSupersetOf(renamed)) continue;
            string[] lacking = [.. keys.Where(key => !renamed.Contains(key))];
            if (!lacking.All(key => map._computed.Exists(pattern => pattern.Value.IsMatch(key)))) continue;
            StateDict own = computed(), result = map.Apply(state);
            foreach (string key in lacking) result.Add(key, own[key]);
            return result;
        }
        return state;
    }

    private static Lazy<Regex> Compiled(string pattern) => new(() => new(pattern, RegexOptions.CultureInvariant));
}
