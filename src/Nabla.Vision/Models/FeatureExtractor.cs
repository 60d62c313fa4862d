namespace Nabla.Vision;

/// <summary>Runs a model and hands out what chosen modules return on the way, without changing the model.</summary>
/// <remarks>The features carry gradients whenever the model's result does. A module that runs fused with the next, such as batch normalisation before ReLU, gives the fused value.</remarks>
[Export("vision.models.FeatureExtractor")]
public sealed class FeatureExtractor
{
    private readonly Module _model;
    private readonly string[] _paths;

    /// <summary>Chooses the modules.</summary>
    /// <param name="model">The model.</param>
    /// <param name="paths">Paths of modules, such as <c>layer3</c> or <c>features.4.1</c>.</param>
    /// <exception cref="ArgumentException">The model has no module at a path; the message names the nearest ones.</exception>
    public FeatureExtractor(Module model, params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(paths);
        string[] known = [.. model.NamedModules().Select(pair => pair.Name).Where(name => name.Length > 0)];
        foreach (string path in paths)
        {
            if (!known.Contains(path, StringComparer.Ordinal))
                throw new ArgumentException($"{model.GetType().Name} has no module at '{path}'; the nearest paths are {string.Join(", ", NearestNames.Of(path, known))}.", nameof(paths));
        }
        (_model, _paths) = (model, [.. paths]);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="x">Input.</param>
    /// <returns>The model's result, and the features by path, in the order of the paths.</returns>
    /// <exception cref="InvalidOperationException">A module was not called for this input.</exception>
    public (Tensor Output, IReadOnlyDictionary<string, Tensor> Features) Run(Tensor x)
    {
        Dictionary<string, Tensor> seen = new(StringComparer.Ordinal);
        Tensor output;
        using (Watcher watcher = new(_paths, seen)) output = _model.Call(x);
        OrderedDictionary<string, Tensor> features = new(StringComparer.Ordinal);
        foreach (string path in _paths)
        {
            features[path] = seen.TryGetValue(path, out Tensor? value) ? value : throw new InvalidOperationException($"The module at '{path}' did not run.");
        }
        return (output, features);
    }

    private sealed class Watcher(string[] paths, Dictionary<string, Tensor> seen) : ModuleObserver
    {
        protected override void OnEnter(Module module, Tensor input)
        {
        }

        // Scopes inside the model give intermediate values back; a view that no scope knows outlives them.
        protected override void OnLeave(Module module, Tensor output)
        {
            if (paths.Contains(module.Path, StringComparer.Ordinal)) seen[module.Path] = output.Unsqueeze(0).Squeeze(0).Persist();
        }
    }
}

/// <summary>Names that were perhaps meant.</summary>
internal static class NearestNames
{
    /// <summary>The three known names nearest to the given one.</summary>
    public static IEnumerable<string> Of(string name, IEnumerable<string> known) => known.OrderBy(other => Distance(name, other)).Take(3);

    /// <summary>Edits between two names.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
