namespace Nabla;

public static partial class Autograd
{
    /// <summary>The gradient of every sample's own loss with respect to every trainable parameter, as needed for clipping sample by sample or for gradient statistics.</summary>
    /// <param name="model">The model; runs on batches of one, so that normalisation over the batch has no meaning here.</param>
    /// <param name="loss">From the output of a batch of one, and its target, to one number.</param>
    /// <param name="inputs">[B, ...].</param>
    /// <param name="targets">[B, ...].</param>
    /// <returns>By parameter name, [B, shape of the parameter]; zeros where a loss does not depend on a parameter. The mean over B is the gradient of the mean loss.</returns>
    /// <exception cref="ShapeMismatchException">Inputs and targets are not equally many, or there is none.</exception>
    /// <exception cref="InvalidOperationException">The loss is not one number.</exception>
    /// <remarks>B forward and backward passes over one sample each: exact for any model, and no more memory than one sample needs beside the result.</remarks>
    [Export("autograd.per_sample_gradients")]
    public static StateDict PerSampleGradients(Module model, Func<Tensor, Tensor, Tensor> loss, Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0] || inputs.Shape[0] == 0)
            throw new ShapeMismatchException($"Inputs {inputs.Shape} and targets {targets.Shape} must begin with the same number of samples, at least one.", nameof(targets));
        long count = inputs.Shape[0];
        Parameter[] parameters = [.. model.Parameters().Where(parameter => parameter.Trainable)];
        string prefix = model.Path.Length == 0 ? string.Empty : model.Path + ".";
        StateDict result = new();
        foreach (Parameter parameter in parameters)
            result.Add(parameter.Name[prefix.Length..], Tensor.Zeros([count, .. parameter.Shape.Span], parameter.Value.DType, parameter.Value.Backend).Persist());
        using GradMode.Restore mode = GradMode.Enable();
        for (long sample = 0; sample < count; sample++)
        {
            using TensorScope scope = new();
            Tensor value = loss(model.Call(inputs.Narrow(0, sample, 1)), targets.Narrow(0, sample, 1));
            if (value.Count != 1) throw new InvalidOperationException($"The loss of a sample must be one number; it has shape {value.Shape}.");
            Tensor?[] gradients = Grad(value, [.. parameters.Select(parameter => parameter.Value)], allowUnused: true);
            using GradMode.Restore still = GradMode.NoGrad();
            for (int i = 0; i < parameters.Length; i++)
            {
                if (gradients[i] is not { } gradient) continue;
                result[parameters[i].Name[prefix.Length..]].Select(0, sample).CopyInPlace(gradient);
                gradient.Dispose();
            }
        }
        return result;
    }
}
