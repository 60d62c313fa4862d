namespace Nabla.Exports;

/// <summary>A function with some of its arguments fixed: positional ones come first, keywords may be given again and then win.</summary>
/// <remarks>A partial of a partial is one partial of the innermost function.</remarks>
[Export("api.Partial")]
public sealed class Partial : Callable
{
    /// <summary>Fixes arguments of a function.</summary>
    /// <param name="function">The function, or another partial.</param>
    /// <param name="arguments">Leading arguments.</param>
    /// <param name="keywords">Arguments by name; they replace those of an inner partial.</param>
    public Partial(Callable function, IReadOnlyList<object?>? arguments = null, IReadOnlyDictionary<string, object?>? keywords = null)
        : base(function.Name, function.Parameters, _ => null)
    {
        Partial? inner = function as Partial;
        Function = inner?.Function ?? function;
        Arguments = [.. inner?.Arguments ?? [], .. arguments ?? []];
        Keywords = Merge(inner?.Keywords, keywords);
    }

    /// <summary>The innermost function.</summary>
    public Callable Function { get; }

    /// <summary>Leading arguments, those of inner partials first.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>Arguments by name.</summary>
    public IReadOnlyDictionary<string, object?> Keywords { get; }

    /// <inheritdoc/>
    public override object? Call(IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?>? keywords) =>
        Function.Call([.. Arguments, .. arguments], Merge(Keywords, keywords));

    private static Dictionary<string, object?> Merge(IReadOnlyDictionary<string, object?>? first, IReadOnlyDictionary<string, object?>? later)
    {
        Dictionary<string, object?> merged = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in first ?? new Dictionary<string, object?>()) merged[name] = value;
        foreach ((string name, object? value) in later ?? new Dictionary<string, object?>()) merged[name] = value;
        return merged;
    }
}
