namespace Nabla;

/// <summary>A module that learns an extent from the first input it sees, or from the values it is given to load, and then is an ordinary one.</summary>
/// <typeparam name="TModule">What it becomes.</typeparam>
[Export("nn.LazyModule")]
public abstract class LazyModule<TModule> : Module
    where TModule : Module
{
    private readonly Func<Weights, int, TModule> _build;
    private readonly Func<Shape, int> _fromInput, _fromWeight;
    private readonly string _key;
    private TModule? _module;

    /// <summary>Takes its place; builds the module at once if the model is read from a state dict.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="build">Builds the module with the extent found.</param>
    /// <param name="fromInput">The extent, from the shape of an input.</param>
    /// <param name="key">Name of the value that tells the extent as well.</param>
    /// <param name="fromValue">The extent, from the shape of that value.</param>
    private protected LazyModule(Weights w, Func<Weights, int, TModule> build, Func<Shape, int> fromInput, string key, Func<Shape, int> fromValue)
        : base(w)
    {
        (_build, _fromInput, _key, _fromWeight) = (build, fromInput, key, fromValue);
        if (w.ShapeOf(key) is { } shape) Build(fromValue(shape));
    }

    /// <summary>What it has become; null before the first input.</summary>
    public TModule? Inner => _module;

    /// <summary>Builds the module for inputs of a shape, if it is not there yet, and runs it.</summary>
    public override Tensor Forward(Tensor x) => Materialize(x.Shape).Forward(x);

    /// <summary>Builds the module for inputs of a shape, if it is not there yet.</summary>
    /// <exception cref="ShapeMismatchException">Such inputs do not fit.</exception>
    public TModule Materialize(Shape input) => _module ?? Build(_fromInput(input));

    internal override void Expect(Func<string, Shape?> shapeOf)
    {
        if (_module is null && shapeOf(Path.Length == 0 ? _key : $"{Path}.{_key}") is { } shape) Build(_fromWeight(shape));
    }

    /// <summary>The extent of an axis, for messages with a name.</summary>
    private protected static int Extent(string name, Shape shape, int least, int most, Func<Shape, long> extent) => shape.Rank >= least && shape.Rank <= most
        ? checked((int)extent(shape))
        : throw new ShapeMismatchException($"{name} expects an input with {(least == most ? $"{least}" : $"{least} to {most}")} axes; got shape {shape}.");

    private TModule Build(int extent)
    {
        Cursor.Detach();
        _module = _build(Cursor, extent);
        _module.Train(IsTraining);
        return _module;
    }
}
