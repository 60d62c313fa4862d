namespace Nabla;

/// <summary>Switches the recording of operations on this thread.</summary>
public static class GradMode
{
    [ThreadStatic]
    private static bool _disabled;

    /// <summary>Are operations on this thread recorded for backward?</summary>
    [Export("is_grad_enabled")]
    public static bool IsEnabled => !_disabled;

    /// <summary>Does an anomaly check run on this thread? See <see cref="AnomalyMode"/>.</summary>
    internal static bool IsDisabled => _disabled;

    /// <summary>No recording until the result is disposed: <c>using (GradMode.NoGrad()) { ... }</c>.</summary>
    [Export("no_grad", "autograd.no_grad")]
    public static Restore NoGrad() => Set(false);

    /// <summary>Recording, also inside <see cref="NoGrad"/>.</summary>
    [Export("enable_grad")]
    public static Restore Enable() => Set(true);

    /// <summary>The same as <see cref="NoGrad"/>: nothing is recorded and nothing is saved. For code that only predicts.</summary>
    [Export("inference_mode")]
    public static Restore Inference() => Set(false);

    /// <summary>Recording or not, until the result is disposed.</summary>
    [Export("set_grad_enabled")]
    public static Restore Set(bool enabled)
    {
        Restore restore = new(_disabled);
        _disabled = !enabled;
        return restore;
    }

    /// <summary>Puts the previous mode back when disposed.</summary>
    public readonly ref struct Restore
    {
        private readonly bool _before;

        internal Restore(bool disabled) => _before = disabled;

        /// <summary>Puts the previous mode back.</summary>
        public void Dispose() => _disabled = _before;
    }
}
