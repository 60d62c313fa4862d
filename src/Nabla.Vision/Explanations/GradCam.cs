namespace Nabla.Vision.Explanations;

/// <summary>Where in a picture a model sees a class. Selvaraju et al., Grad-CAM (2016).</summary>
/// <remarks>
/// With activations A of a layer and the gradient of the class's score with respect to them, the map is max(0, Σ_c w_c A_c) with
/// w_c = the mean of the gradient of channel c. For networks that end in global average pooling and one linear layer, and their last
/// convolution, this is the class-activation map of Zhou et al. (2015) up to a factor. <see cref="PictureLayout"/> says which results are understood.
/// </remarks>
[Export("vision.explanations.GradCam")]
public static class GradCam
{
    /// <summary>Explains a score.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="input">One picture [1, C, H, W].</param>
    /// <param name="target">The class; the one with the highest score when null.</param>
    /// <param name="layer">Path of a module; the last one with a picture-like result when null.</param>
    /// <remarks>The gradients of the model's parameters are cleared.</remarks>
    /// <exception cref="ArgumentException">There is no such module or class, or its result is not picture-like.</exception>
    /// <exception cref="InvalidOperationException">Gradients are off, or every parameter before the layer is frozen.</exception>
    [Export("vision.explanations.GradCam.explain")]
    public static CamResult Explain(Module model, Tensor input, int? target = null, string? layer = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[0] != 1) throw new ArgumentException($"One picture [1, C, H, W] is explained; got {input.Shape}.", nameof(input));
        layer ??= LastPictureLike(model, input);
        Module module = model.NamedModules().FirstOrDefault(pair => pair.Name == layer).Module
            ?? throw new ArgumentException($"{model.GetType().Name} has no module at '{layer}'.", nameof(layer));
        float[]? activations = null, gradients = null;
        (int Height, int Width, int Channels) size = default;
        using IDisposable hook = module.RegisterForwardHook((_, _, y) =>
        {
            size = PictureLayout.Of(y.Shape, input.Shape) ?? throw new ArgumentException($"The result of '{layer}' is {y.Shape}, not a picture.", nameof(layer));
            activations = Values(y);
            if (!y.RequiresGrad) throw new InvalidOperationException("Gradients are off, or every parameter is frozen: Grad-CAM needs them.");
            y.RegisterHook(gradient =>
            {
                gradients = Values(gradient);
                return null;
            });
            return null;
        });
        Tensor scores = model.Call(input);
        int classes = (int)scores.Shape[^1];
        int chosen = target ?? (int)scores.Argmax(-1).ToArray<long>()[0];
        if (chosen < 0 || chosen >= classes) throw new ArgumentException($"Class {chosen} is not in 0..{classes - 1}.", nameof(target));
        float score = scores.ToArray<float>()[chosen];
        scores.Reshape(classes).Slice(0, chosen, chosen + 1).Sum().Backward();
        model.ZeroGrad();
        if (activations is null || gradients is null) throw new ArgumentException($"The module at '{layer}' has no influence on the score.", nameof(layer));
        (int height, int width, int channels) = size;
        float[] map = new float[height * width];
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> values = activations.AsSpan(c * map.Length, map.Length);
            double weight = 0;
            foreach (float slope in gradients.AsSpan(c * map.Length, map.Length)) weight += slope;
            weight /= map.Length;
            for (int i = 0; i < map.Length; i++) map[i] += (float)(weight * values[i]);
        }
        for (int i = 0; i < map.Length; i++) map[i] = Math.Max(0, map[i]);
        return new(chosen, score, layer, height, width, map);

        float[] Values(Tensor y)
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            return PictureLayout.Planes(y, input.Shape).ToArray<float>();
        }
    }

    private static string LastPictureLike(Module model, Tensor input)
    {
        string? last = null;
        List<IDisposable> hooks = [];
        using GradMode.Restore mode = GradMode.Inference();
        try
        {
            foreach ((string name, Module module) in model.NamedModules())
            {
                // Modules end after their parts, so the last to end is the outermost one that still gives a picture.
                if (name.Length == 0) continue;
                hooks.Add(module.RegisterForwardHook((_, _, y) =>
                {
                    if (y.Shape.Rank is 3 or 4 && PictureLayout.Of(y.Shape, input.Shape) is ( > 1, > 1, > 1)) last = name;
                    return null;
                }));
            }
            model.Call(input).Dispose();
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }
        return last ?? throw new ArgumentException($"{model.GetType().Name} has no layer whose result is a picture.", nameof(model));
    }
}

/// <summary>A map over a picture.</summary>
/// <param name="Class">The class it is about.</param>
/// <param name="Score">The model's score of it.</param>
/// <param name="Layer">The module it was made from.</param>
/// <param name="Height">Rows of the map.</param>
/// <param name="Width">Columns of the map.</param>
/// <param name="Values">Row by row, none negative.</param>
[Export("vision.explanations.CamResult")]
public sealed record CamResult(int Class, float Score, string Layer, int Height, int Width, IReadOnlyList<float> Values);
