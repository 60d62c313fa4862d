namespace Nabla.Vision;

/// <summary>One module of a summarised model.</summary>
/// <param name="Name">Path.</param>
/// <param name="Type">Type of module.</param>
/// <param name="Output">Shape of its output.</param>
/// <param name="Parameters">Its own parameters and those below it.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates of its call.</param>
[Export("vision.models.LayerSummary")]
public sealed record LayerSummary(string Name, string Type, Shape Output, long Parameters, long MultiplyAccumulates);

/// <summary>Shapes and costs of a model for one input, found by running it on the shape-only backend.</summary>
[Export("vision.models.ModelSummary")]
public sealed class ModelSummary
{
    private ModelSummary(IReadOnlyList<LayerSummary> layers, IReadOnlyList<Shape> outputs) => (Layers, Outputs) = (layers, outputs);

    /// <summary>Every module that was called, in order, parents before children.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Shapes of the results.</summary>
    public IReadOnlyList<Shape> Outputs { get; }

    /// <summary>Number of parameter values.</summary>
    public long Parameters { get; private init; }

    /// <summary>Number of parameter values that are trained.</summary>
    public long TrainableParameters { get; private init; }

    /// <summary>Multiply-accumulates of one call.</summary>
    public long MultiplyAccumulates { get; private init; }

    /// <summary>Bytes of all operations' results together.</summary>
    public long ActivationBytes { get; private init; }

    /// <summary>Bytes that all operations read and write together, as if nothing stayed in a cache.</summary>
    public long TrafficBytes { get; private init; }

    /// <summary>Runs the model, in evaluation mode, on an input of the given shape.</summary>
    /// <param name="model">A model made with <see cref="Weights.ShapeOnly"/> (or any other).</param>
    /// <param name="input">Shape of the input, batch first.</param>
    [Export("vision.models.ModelSummary.of")]
    public static ModelSummary Of(Module model, Shape input)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Eval();
        Parameter[] parameters = [.. model.Parameters()];
        IBackend backend = parameters.Length > 0 ? parameters[0].Value.Backend : CpuBackend.Instance;
        using GradMode.Restore mode = GradMode.NoGrad();
        using Costs costs = new();
        using Calls calls = new(costs);
        IReadOnlyList<Tensor> outputs = model.Run([Tensor.Zeros(input, on: backend)]);
        return new(calls.Layers, [.. outputs.Select(output => output.Shape)])
        {
            Parameters = parameters.Sum(parameter => parameter.Shape.Count),
            TrainableParameters = parameters.Where(parameter => parameter.Trainable).Sum(parameter => parameter.Shape.Count),
            MultiplyAccumulates = costs.Products,
            ActivationBytes = costs.Bytes,
            TrafficBytes = costs.Traffic,
        };
    }

    private sealed class Costs : OpObserver
    {
        public long Products { get; private set; }

        public long Bytes { get; private set; }

        public long Traffic { get; private set; }

        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output)
        {
            Products += op.MultiplyAccumulates(inputs, output);
            if (op is ViewOp) return;
            long written = output.Count * output.DType.Size();
            Bytes += written;
            Traffic += written;
            foreach (Tensor input in inputs) Traffic += input.Count * input.DType.Size();
        }
    }

    private sealed class Calls(Costs costs) : ModuleObserver
    {
        private readonly Stack<(int Index, long Before)> _open = new();

        public List<LayerSummary> Layers { get; } = [];

        protected override void OnEnter(Module module, Tensor input)
        {
            _open.Push((Layers.Count, costs.Products));
            Layers.Add(new(module.Path, TypeName(module), input.Shape, module.Parameters().Sum(parameter => parameter.Shape.Count), 0));
        }

        protected override void OnLeave(Module module, Tensor output)
        {
            (int index, long before) = _open.Pop();
            Layers[index] = Layers[index] with { Output = output.Shape, MultiplyAccumulates = costs.Products - before };
        }

        private static string TypeName(Module module)
        {
            string name = module.GetType().Name;
            int generic = name.IndexOf('`', StringComparison.Ordinal);
            return generic < 0 ? name : name[..generic];
        }
    }
}
