namespace Nabla;

/// <summary>A numbered list of parameters, used by whoever owns it.</summary>
[Export("nn.ParameterList")]
public sealed class ParameterList : Module, IReadOnlyList<Parameter>
{
    private readonly List<Parameter> _parameters = [];
    private readonly Weights _w;

    /// <summary>An empty list.</summary>
    public ParameterList(Weights w)
        : base(w) => _w = w;

    /// <inheritdoc/>
    public int Count => _parameters.Count;

    /// <inheritdoc/>
    public Parameter this[int index] => _parameters[index];

    /// <summary>Reads, or creates, a parameter under the next number.</summary>
    /// <param name="shape">Extents.</param>
    /// <param name="initialize">Sets fresh values.</param>
    /// <param name="trainable">Does it take part in training?</param>
    /// <returns>The parameter.</returns>
    public Parameter Add(Shape shape, Initializer initialize, bool trainable = true)
    {
        Parameter parameter = _w.Get(_parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), shape, initialize, trainable);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _parameters.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
