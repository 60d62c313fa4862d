namespace Nabla.Cli.Plots;

/// <summary>Scales of a layer at initialisation.</summary>
/// <param name="Name">Path.</param>
/// <param name="Type">Kind of module.</param>
/// <param name="Weight">Standard deviation of its weights; NaN without.</param>
/// <param name="Activation">Root mean square of its output.</param>
/// <param name="Gradient">Root mean square of the loss's gradient at its output; NaN where none arrives.</param>
internal readonly record struct LayerScale(string Name, string Type, double Weight, double Activation, double Gradient);

/// <summary>Runs a fresh model forward and backward once and measures the scale of everything.</summary>
internal static class InitInspector
{
    /// <summary>Laws that initial weights can be redrawn from.</summary>
    public static IReadOnlyDictionary<string, Initializer> Laws { get; } = new SortedDictionary<string, Initializer>(StringComparer.Ordinal)
    {
        ["he"] = Init.KaimingNormal(),
        ["lecun"] = Init.LecunNormal(),
        ["xavier"] = Init.XavierNormal(),
        ["orthogonal"] = Init.Orthogonal(),
        ["normal-0.01"] = Init.Normal(0, 0.01),
        ["normal-1"] = Init.Normal(),
    };

    /// <summary>Measures a model.</summary>
    /// <param name="model">In training mode; its weights change only if a law is given.</param>
    /// <param name="input">Shape with the batch.</param>
    /// <param name="law">Redraws all weights of linear and convolution layers; null keeps them.</param>
    /// <param name="seed">Of input, upstream gradient and redrawn weights.</param>
    public static IReadOnlyList<LayerScale> Measure(Module model, Shape input, Initializer? law, ulong seed)
    {
        Philox generator = new(seed);
        if (law is not null)
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            foreach (Parameter parameter in model.Parameters().Where(p => p.Shape.Rank >= 2)) law(parameter.Value.Detach(), generator);
        }
        List<Layer> layers = [];
        List<IDisposable> hooks = [];
        foreach ((string name, Module module) in model.NamedModules().Where(pair => !pair.Module.NamedChildren().Any()))
        {
            hooks.Add(module.RegisterForwardHook((self, _, y) =>
            {
                Layer layer = new(name, self, Scale(y));
                layers.Add(layer);
                if (y.RequiresGrad)
                {
                    y.RegisterHook(g =>
                    {
                        layer.Gradient = Scale(g);
                        return null;
                    });
                }
                return null;
            }));
        }
        try
        {
            Tensor x = Tensor.Randn(input, generator: generator);
            Tensor y = model.Call(x);
            y.Backward(Tensor.Randn(y.Shape, y.DType, generator));
        }
        finally
        {
            foreach (IDisposable hook in hooks) hook.Dispose();
        }
        return [.. layers.Select(layer => new LayerScale(layer.Name, layer.Module.GetType().Name, Weight(layer.Module), layer.Activation, layer.Gradient))];
    }

    private static double Weight(Module module)
    {
        Parameter? weight = module.Parameters().FirstOrDefault(p => p.Shape.Rank >= 2);
        return weight is null ? double.NaN : Math.Sqrt(weight.Value.Detach().To(DType.Float64).Var(null, 0).Item());
    }

    private static double Scale(Tensor x)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        return Math.Sqrt(x.Detach().To(DType.Float64).Square().Mean().Item());
    }

    private sealed class Layer(string name, Module module, double activation)
    {
        public string Name { get; } = name;

        public Module Module { get; } = module;

        public double Activation { get; } = activation;

        public double Gradient { get; set; } = double.NaN;
    }
}
