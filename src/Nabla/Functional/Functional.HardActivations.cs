namespace Nabla;

public static partial class Functional
{
    /// <summary>Element by element, x moved towards 0 by lambda, 0 within lambda.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="lambda">Width; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is out of range.</exception>
    [Export("nn.functional.softshrink")]
    public static Tensor Softshrink(Tensor x, double lambda = 0.5) =>
        lambda < 0 ? throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "Softshrink's lambda must not be negative.") : new SoftshrinkOp(lambda).Apply(x.ToFloating());

    /// <summary>Element by element, x, and 0 within [-lambda, lambda].</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="lambda">Width.</param>
    [Export("nn.functional.hardshrink")]
    public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => new HardshrinkOp(lambda).Apply(x.ToFloating());

    /// <summary>Element by element, x above the threshold, a constant elsewhere.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="threshold">Largest value replaced.</param>
    /// <param name="value">What replaces it.</param>
    [Export("nn.functional.threshold")]
    public static Tensor Threshold(Tensor x, double threshold, double value) => new ThresholdOp(threshold, value).Apply(x.ToFloating());

    /// <summary>Element by element, x limited to [low, high].</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="low">Lower limit.</param>
    /// <param name="high">Upper limit; not below the lower.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is out of range.</exception>
    [Export("nn.functional.hardtanh")]
    public static Tensor Hardtanh(Tensor x, double low = -1, double high = 1) =>
        high < low ? throw new ArgumentOutOfRangeException(nameof(high), high, $"Hardtanh's upper limit must not be below the lower, {low}.") : new HardtanhOp(low, high).Apply(x.ToFloating());

    /// <summary>Element by element, min(max(x + 3, 0), 6)/6. Howard et al. (2019).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.hardsigmoid")]
    public static Tensor Hardsigmoid(Tensor x) => new HardsigmoidOp().Apply(x.ToFloating());

    /// <summary>Element by element, x·min(max(x + 3, 0), 6)/6. Howard et al. (2019).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.hardswish")]
    public static Tensor Hardswish(Tensor x) => new HardswishOp().Apply(x.ToFloating());
}
