using System.Globalization;

namespace Nabla.Vision;

/// <summary>Changes to a model's preset by name, as given by <c>--set key=value</c>.</summary>
[Export("vision.models.ModelSettings")]
public sealed class ModelSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used;

    /// <summary>No changes yet.</summary>
    public ModelSettings()
        : this(new(StringComparer.Ordinal))
    {
    }

    private ModelSettings(HashSet<string> used) => _used = used;

    /// <summary>Keys that were set.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>Sets a value; a later one wins.</summary>
    /// <returns>These settings.</returns>
    public ModelSettings Set(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _values[key] = value;
        return this;
    }

    /// <summary>Sets a number.</summary>
    /// <returns>These settings.</returns>
    public ModelSettings Set(string key, long value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A copy, so that one set of settings can build several models.</summary>
    public ModelSettings Copy()
    {
        ModelSettings copy = new();
        foreach ((string key, string value) in _values) copy.Set(key, value);
        return copy;
    }

    /// <summary>These settings over others: what is set here wins, and what is asked for counts as asked for here.</summary>
    internal ModelSettings Over(ModelSettings others)
    {
        ModelSettings both = new(_used);
        foreach ((string key, string value) in others._values) both.Set(key, value);
        foreach ((string key, string value) in _values) both.Set(key, value);
        return both;
    }

    /// <summary>An integer setting.</summary>
    /// <exception cref="ArgumentException">It is not an integer, or smaller than <paramref name="least"/>.</exception>
    public int Integer(string key, int otherwise, int least = 1)
    {
        _used.Add(key);
        if (!_values.TryGetValue(key, out string? text)) return otherwise;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < least)
            throw new ArgumentException($"The setting {key} must be an integer of at least {least}; got '{text}'.", key);
        return value;
    }

    /// <summary>A real setting.</summary>
    /// <exception cref="ArgumentException">It is not a number.</exception>
    public double Real(string key, double otherwise)
    {
        _used.Add(key);
        if (!_values.TryGetValue(key, out string? text)) return otherwise;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw new ArgumentException($"The setting {key} must be a number; got '{text}'.", key);
        return value;
    }

    /// <summary>A setting that is on or off: true, false, 1 or 0.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public bool Flag(string key, bool otherwise)
    {
        _used.Add(key);
        if (!_values.TryGetValue(key, out string? text)) return otherwise;
        return text switch
        {
            "1" or "true" or "True" => true,
            "0" or "false" or "False" => false,
            _ => throw new ArgumentException($"The setting {key} must be true or false; got '{text}'.", key),
        };
    }

    /// <summary>A probability setting, 0..1.</summary>
    /// <exception cref="ArgumentException">It is not a number in 0..1.</exception>
    public double Share(string key, double otherwise)
    {
        double value = Real(key, otherwise);
        return value is >= 0 and <= 1 ? value : throw new ArgumentException($"The setting {key} must be in 0..1; got {value.ToString(CultureInfo.InvariantCulture)}.", key);
    }

    /// <summary>Complains about settings that no model code asked for.</summary>
    /// <exception cref="ArgumentException">A key is unknown to the model.</exception>
    internal void CheckUsed(string model)
    {
        string[] unknown = [.. _values.Keys.Where(key => !_used.Contains(key))];
        if (unknown.Length > 0)
            throw new ArgumentException($"{model} has no setting {string.Join(", ", unknown)}; it knows {string.Join(", ", _used.Order(StringComparer.Ordinal))}.", unknown[0]);
    }
}
