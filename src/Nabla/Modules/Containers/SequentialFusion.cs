using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Normalization;

namespace Nabla;

/// <summary>Which neighbours in a <see cref="Sequential"/> may run as one: convolution or linear layer, batch normalisation and activation.</summary>
/// <remarks>Only when nobody can tell the difference: without hooks and observers; convolutions and linear layers join only in evaluation without recording.</remarks>
internal static class SequentialFusion
{
    /// <summary>Runs as many layers from <paramref name="at"/> on as go together, at least one, and moves <paramref name="at"/> to the last of them.</summary>
    public static Tensor Run(IReadOnlyList<Module> layers, ref int at, Tensor x)
    {
        if (ModuleObserver.IsActive) return layers[at].Call(x);
        Module first = layers[at];
        Module? second = at + 1 < layers.Count ? layers[at + 1] : null, third = at + 2 < layers.Count ? layers[at + 2] : null;
        if (first is BatchNorm2d norm && Free(norm) && second is not null && Free(second) && OfModule(second) is not FusedActivation.None and var activation)
        {
            at++;
            return norm.CallWith(x, activation);
        }
        if (first is Linear linear && Free(linear) && second is not null && Free(second) && AfterLinear(second) is not LinearActivation.None and var joined)
        {
            if (linear.Forward(x, joined) is not { } active) return first.Call(x);
            at++;
            return active;
        }
        if (first is not Conv2d { IsPlain: true } conv || !Free(conv) || second is null || !Free(second) || !BatchNormBase.Foldable(x)) return first.Call(x);
        if (second is BatchNorm2d { IsTraining: false, RunningMean: not null } after)
        {
            bool relu = third is ReLU && Free(third);
            Tensor y = after.CallAfter(conv, x, relu);
            at++;
            if (relu || (third is not null && Free(third) && Activate(third, y))) at++;
            return y;
        }
        if (second is not ReLU || conv.Weight.Value.DType != x.DType) return first.Call(x);
        at++;
        return conv.Convolve(x, conv.Weight, conv.Bias?.Value, relu: true);
    }

    /// <summary>Applies an activation to a value that nobody else has.</summary>
    /// <returns>Whether the module is such an activation.</returns>
    private static bool Activate(Module module, Tensor y)
    {
        switch (module)
        {
            case SiLU: y.Backend.Unary(new SiluKernel(), y, y); return true;
            case ReLU6: y.Backend.Unary(new Relu6Kernel(), y, y); return true;
            case GELU { IsExact: true }: y.Backend.Unary(new GeluKernel(), y, y); return true;
            case Hardswish: y.Backend.Unary(new HardSwishKernel(), y, y); return true;
            default: return false;
        }
    }

    private static FusedActivation OfModule(Module module) => module switch
    {
        ReLU => FusedActivation.ReLU,
        ReLU6 => FusedActivation.ReLU6,
        SiLU => FusedActivation.SiLU,
        _ => FusedActivation.None,
    };

    private static LinearActivation AfterLinear(Module module) => module switch
    {
        ReLU => LinearActivation.ReLU,
        GELU { IsExact: true } => LinearActivation.GELU,
        SiLU => LinearActivation.SiLU,
        _ => LinearActivation.None,
    };

    private static bool Free(Module module) => !module.HasHooks;
}
