namespace Nabla;

/// <summary>Names the operation that first produced a NaN, forward or backward. Slow; for hunting bugs.</summary>
public static class AnomalyMode
{
    [ThreadStatic]
    private static int _depth;

    /// <summary>Is the check on, on this thread?</summary>
    [Export("is_anomaly_enabled")]
    public static bool IsEnabled => _depth > 0;

    /// <summary>Checks every result on this thread until the value returned is disposed.</summary>
    [Export("autograd.detect_anomaly")]
    public static Scope Detect()
    {
        _depth++;
        return new(1);
    }

    internal static void CheckOutput(Op op, Tensor output)
    {
        if (_depth > 0 && HasNaN(output))
            throw new AnomalyException($"{op.Name} produced NaN in its output of shape {output.Shape}.");
    }

    internal static void CheckGradients(GraphNode node, ReadOnlySpan<Tensor?> gradients)
    {
        if (_depth == 0) return;
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } gradient && HasNaN(gradient))
                throw new AnomalyException($"The gradient of {node.Name} with respect to its input {i} (shape {gradient.Shape}) contains NaN.");
        }
    }

    private static bool HasNaN(Tensor x)
    {
        if (!x.HasData || !x.DType.IsFloating() || x.Count == 0) return false;
        using Tensor wide = Tensor.Empty(x.Shape, DType.Float64, x.Backend);
        x.Backend.Copy(x, wide);
        return wide.AsReadOnlySpan<double>().IndexOfAnyNaN() >= 0;
    }

    private static int IndexOfAnyNaN(this ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) return i;
        }
        return -1;
    }

    /// <summary>Ends the check when disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly int _levels;

        internal Scope(int levels) => _levels = levels;

        /// <summary>Ends the check.</summary>
        public void Dispose() => _depth -= _levels;
    }
}
