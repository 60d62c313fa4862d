using System.Text.RegularExpressions;

namespace Nabla.Vision;

/// <summary>Turns the state dict of another implementation of the same architecture into ours: names by ordered rules, values by reshaping.</summary>
[Export("vision.models.WeightMap")]
public sealed class WeightMap
{
    private readonly List<(Regex Pattern, string Replacement)> _names = [];
    private readonly List<Regex> _dropped = [];
    private readonly List<(Regex Pattern, Func<Tensor, Tensor> Change)> _values = [];

    /// <summary>A map without rules.</summary>
    /// <param name="origin">Whose names it knows, such as "timm".</param>
    public WeightMap(string origin) => Origin = origin;

    /// <summary>Whose names it knows.</summary>
    public string Origin { get; }

    /// <summary>Adds a rule: wherever the pattern matches, the replacement stands instead. Rules apply in their order.</summary>
    /// <returns>This map.</returns>
    public WeightMap Rename(string pattern, string replacement)
    {
        _names.Add((new(pattern, RegexOptions.CultureInvariant), replacement));
        return this;
    }

    /// <summary>Leaves out what matches, such as buffers that we compute.</summary>
    /// <returns>This map.</returns>
    public WeightMap Drop(string pattern)
    {
        _dropped.Add(new(pattern, RegexOptions.CultureInvariant));
        return this;
    }

    /// <summary>Changes the values of entries whose (new) name matches.</summary>
    /// <returns>This map.</returns>
    public WeightMap Change(string pattern, Func<Tensor, Tensor> change)
    {
        _values.Add((new(pattern, RegexOptions.CultureInvariant), change));
        return this;
    }

    /// <summary>The name an entry gets; null when it is left out.</summary>
    public string? Name(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_dropped.Any(pattern => pattern.IsMatch(key))) return null;
        foreach ((Regex pattern, string replacement) in _names) key = pattern.Replace(key, replacement);
        return key;
    }

    /// <summary>The translated state dict; values are shared where they do not change.</summary>
    public StateDict Apply(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using GradMode.Restore mode = GradMode.NoGrad();
        StateDict result = new();
        foreach ((string key, Tensor value) in state)
        {
            if (Name(key) is not { } name) continue;
            Tensor changed = value;
            foreach ((Regex pattern, Func<Tensor, Tensor> change) in _values)
            {
                if (pattern.IsMatch(name)) changed = change(changed);
            }
            result[name] = changed;
        }
        return result;
    }

    /// <summary>The state dict itself when its names fit, else the first translation whose names fit, else the state dict again.</summary>
    /// <param name="state">Read from a file.</param>
    /// <param name="keys">The model's names.</param>
    /// <param name="maps">Translations to try.</param>
    [Export("vision.models.WeightMap.fit")]
    public static IReadOnlyDictionary<string, Tensor> Fit(IReadOnlyDictionary<string, Tensor> state, IReadOnlySet<string> keys, IReadOnlyList<WeightMap> maps)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (keys.SetEquals(state.Keys)) return state;
        foreach (WeightMap map in maps)
        {
            HashSet<string> renamed = [.. state.Keys.Select(map.Name).OfType<string>()];
            if (keys.SetEquals(renamed)) return map.Apply(state);
        }
        return state;
    }
}
