using Nabla.Kernels.Activations;

namespace Nabla;

/// <summary>Activations that have a learned form, with a given parameter: the gradient is the learned form's.</summary>
internal static class LearnedConstants
{
    /// <summary>g·∂f/∂x in one pass, where the parameter is one number.</summary>
    public static Tensor Backward<TFunction>(TFunction function, Tensor g, Tensor x, double parameter)
        where TFunction : struct, ILearnedActivation
    {
        using Tensor upstream = g.Contiguous().Alias(), input = x.Contiguous().Alias(), value = Tensor.Full([1], parameter, x.DType, x.Backend);
        Tensor gx = Tensor.Empty(x.Shape, x.DType, x.Backend);
        if (x.Count > 0) ((IFusedActivations)x.Backend).LearnedBackward(function, upstream, input, [value], new(1, x.Count, false, 1), gx, [null]);
        return gx;
    }
}
