namespace Nabla.Exports;

/// <summary>A function with named parameters that may be given by position or by keyword.</summary>
[Export("api.Callable")]
public class Callable
{
    private readonly Func<IReadOnlyDictionary<string, object?>, object?> _body;

    /// <summary>Wraps a function.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="parameters">Names of the parameters in order; a name that ends in <c>?</c> may be left out.</param>
    /// <param name="body">Receives the given arguments by name.</param>
    public Callable(string name, IReadOnlyList<string> parameters, Func<IReadOnlyDictionary<string, object?>, object?> body)
    {
        Name = name;
        Parameters = [.. parameters.Select(parameter => parameter.TrimEnd('?'))];
        Required = [.. parameters.Where(parameter => !parameter.EndsWith('?'))];
        _body = body;
    }

    /// <summary>The function's name.</summary>
    public string Name { get; }

    /// <summary>Names of the parameters, in order.</summary>
    public IReadOnlyList<string> Parameters { get; }

    private IReadOnlyList<string> Required { get; }

    /// <summary>Calls with arguments by position.</summary>
    public object? Call(params object?[] arguments) => Call(arguments, null);

    /// <summary>Calls with arguments by position and by keyword.</summary>
    /// <exception cref="ArgumentException">An argument is missing, unknown, given twice, or one too many.</exception>
    public virtual object? Call(IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?>? keywords)
    {
        if (arguments.Count > Parameters.Count) throw new ArgumentException($"{Name} takes {Parameters.Count} arguments, and {arguments.Count} were given.", nameof(arguments));
        Dictionary<string, object?> given = new(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Count; i++) given.Add(Parameters[i], arguments[i]);
        foreach ((string name, object? value) in keywords ?? new Dictionary<string, object?>())
        {
            if (!Parameters.Contains(name)) throw new ArgumentException($"{Name} has no parameter '{name}'; it has: {string.Join(", ", Parameters)}.", nameof(keywords));
            if (!given.TryAdd(name, value)) throw new ArgumentException($"{Name} received '{name}' twice, by position and by keyword.", nameof(keywords));
        }
        string[] missing = [.. Required.Where(name => !given.ContainsKey(name))];
        if (missing.Length > 0) throw new ArgumentException($"{Name} needs: {string.Join(", ", missing)}.", nameof(arguments));
        return _body(given);
    }

    /// <summary>A decoration of this function that refuses arguments by position.</summary>
    public Callable KeywordOnly() => Decorators.Make(this, new KeywordOnlyCallable(this));

    private sealed class KeywordOnlyCallable(Callable inner) : Callable(inner.Name, inner.Parameters, _ => null)
    {
        public override object? Call(IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?>? keywords) => arguments.Count == 0
            ? inner.Call([], keywords)
            : throw new ArgumentException($"{Name} takes keyword arguments only (possible keywords: {string.Join(", ", Parameters)}); {arguments.Count} came by position.", nameof(arguments));
    }
}
