namespace Nabla;

/// <summary>Layer-sequential unit-variance initialisation: orthogonal weights, scaled layer by layer until each output has variance 1. Mishkin and Matas (2015).</summary>
[Export("nn.init.LayerSequentialInit")]
public static class LayerSequentialInit
{
    /// <summary>Sets the weights of a model's linear and convolution layers.</summary>
    /// <param name="model">Left in the mode it was in.</param>
    /// <param name="batch">A batch of real inputs.</param>
    /// <param name="tolerance">Largest distance of a variance from 1.</param>
    /// <param name="attempts">Passes a layer is given, 1 or more.</param>
    /// <param name="generator">Where orthogonal weights come from; <see cref="Generator.Default"/> when null.</param>
    /// <returns>The layers in the order they run, with the variance each ended at.</returns>
    /// <exception cref="ArgumentException">A layer's output is constant: no factor gives it a variance.</exception>
    public static IReadOnlyList<(string Name, double Variance)> Apply(Module model, Tensor batch, double tolerance = 0.01, int attempts = 10, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (!(tolerance > 0)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be positive.");
        using GradMode.Restore mode = GradMode.NoGrad();
        using Order order = new();
        model.Call(batch);
        foreach (Module layer in order.Layers) Init.Orthogonal()(Weight(layer)!.Value.Detach(), generator ?? Generator.Default);
        List<(string, double)> result = [];
        foreach (Module layer in order.Layers)
        {
            double variance = 0;
            using IDisposable hook = layer.RegisterForwardHook((_, _, y) =>
            {
                variance = y.Detach().To(DType.Float64).Var().Item();
                return null;
            });
            for (int attempt = 0; attempt < attempts; attempt++)
            {
                model.Call(batch);
                if (Math.Abs(variance - 1) < tolerance) break;
                if (!(variance > 0) || double.IsInfinity(variance)) throw new ArgumentException($"The output of {layer.Path} has variance {variance}; no factor can make it 1.", nameof(batch));
                Weight(layer)!.Value.Detach().MultiplyInPlace(1 / Math.Sqrt(variance));
            }
            result.Add((layer.Path, variance));
        }
        return result;
    }

    internal static Parameter? Weight(Module layer) => layer switch
    {
        Linear linear => linear.Weight,
        Conv1d convolution => convolution.Weight,
        Conv2d convolution => convolution.Weight,
        Conv3d convolution => convolution.Weight,
        _ => null,
    };

    private sealed class Order : ModuleObserver
    {
        public List<Module> Layers { get; } = [];

        protected override void OnEnter(Module module, Tensor input)
        {
            if (Weight(module) is not null && !Layers.Contains(module)) Layers.Add(module);
        }

        protected override void OnLeave(Module module, Tensor output)
        {
        }
    }
}
