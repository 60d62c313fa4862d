using System.Globalization;
using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>Scales the loss so that small gradients survive float16, and finds the scale by trying.</summary>
/// <remarks>
/// <code>
/// using (Autocast.Enter(DType.Float16)) loss = ...;
/// scaler.Scale(loss).Backward();
/// scaler.Step(optimizer);      // divides the gradients again; skips the step when one is infinite or NaN
/// scaler.Update();             // halves the scale after a skip, doubles it after many good steps
/// optimizer.ZeroGrad();
/// </code>
/// To look at the gradients between, as for clipping, call <see cref="Unscale"/> first. bfloat16 has the range of float32 and needs no scaler.
/// Micikevicius et al. 2018, "Mixed precision training". Semantics and saved state as in <c>torch.cuda.amp.GradScaler</c>.
/// </remarks>
[Export("cuda.amp.GradScaler")]
public sealed class GradScaler
{
    private readonly Dictionary<Optimizer, Stage> _stages = new(ReferenceEqualityComparer.Instance);
    private bool _found;
    private bool _checked;

    /// <summary>A scaler.</summary>
    /// <param name="initialScale">First factor, above 0.</param>
    /// <param name="growthFactor">What the scale is multiplied by after a run of good steps, above 1.</param>
    /// <param name="backoffFactor">What the scale is multiplied by after a bad one, in (0, 1).</param>
    /// <param name="growthInterval">Good steps of a run, from 1.</param>
    /// <param name="enabled">False for a scaler that does nothing, so that one program serves both.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GradScaler(double initialScale = 65536, double growthFactor = 2, double backoffFactor = 0.5, int growthInterval = 2000, bool enabled = true)
    {
        CurrentScale = Checked(initialScale, nameof(initialScale));
        if (!(growthFactor > 1 && double.IsFinite(growthFactor))) throw new ArgumentOutOfRangeException(nameof(growthFactor), growthFactor, "The growth factor must be a number above 1.");
        if (!(backoffFactor is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(backoffFactor), backoffFactor, "The backoff factor must be above 0 and below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(growthInterval, 1);
        (GrowthFactor, BackoffFactor, GrowthInterval, IsEnabled) = (growthFactor, backoffFactor, growthInterval, enabled);
    }

    private enum Stage
    {
        Ready,
        Unscaled,
        Stepped,
    }

    /// <summary>Does it scale at all?</summary>
    public bool IsEnabled { get; }

    /// <summary>The factor of the loss; 1 when disabled.</summary>
    public double CurrentScale { get => IsEnabled ? field : 1; private set; }

    /// <summary>Factor after a run of good steps.</summary>
    public double GrowthFactor { get; private set; }

    /// <summary>Factor after a bad step.</summary>
    public double BackoffFactor { get; private set; }

    /// <summary>Good steps of a run.</summary>
    public int GrowthInterval { get; private set; }

    /// <summary>Good steps since the last change of the scale.</summary>
    public int GoodSteps { get; private set; }

    /// <summary>The loss times the scale.</summary>
    public Tensor Scale(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return IsEnabled ? loss * CurrentScale : loss;
    }

    /// <summary>Divides an optimiser's gradients by the scale, and looks for infinities and NaN among them.</summary>
    /// <exception cref="InvalidOperationException">It was done already since the last update, or the optimiser has stepped.</exception>
    public void Unscale(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!IsEnabled) return;
        switch (_stages.GetValueOrDefault(optimizer))
        {
            case Stage.Unscaled: throw new InvalidOperationException("Unscale was called for this optimiser already since the last Update.");
            case Stage.Stepped: throw new InvalidOperationException("Unscale comes before Step; the optimiser has stepped since the last Update.");
        }
        using GradMode.Restore mode = GradMode.NoGrad();
        double inverse = 1 / CurrentScale;
        foreach (Parameter parameter in optimizer.Groups.SelectMany(group => group.Parameters))
        {
            if (parameter.Grad is not { HasData: true } gradient) continue;
            using TensorScope scope = TensorScope.Open();
            gradient.MultiplyInPlace(inverse);
            _checked = true;
            if (gradient.Count > 0) _found |= !double.IsFinite(Reduce.Run(Reduction.NormMax, gradient, [.. Enumerable.Range(0, gradient.Rank)], keepDims: false, gradient.DType).Item());
        }
        _stages[optimizer] = Stage.Unscaled;
    }

    /// <summary>Takes the optimiser's step, unless a gradient is infinite or NaN.</summary>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="InvalidOperationException">It was called already since the last update, or the optimiser has no gradient.</exception>
    public bool Step(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (IsEnabled)
        {
            if (_stages.GetValueOrDefault(optimizer) == Stage.Stepped) throw new InvalidOperationException("Step was called for this optimiser already since the last Update.");
            if (_stages.GetValueOrDefault(optimizer) == Stage.Ready) Unscale(optimizer);
            if (!_checked) throw new InvalidOperationException("The optimiser has no gradient; scale the loss and call Backward first.");
            _stages[optimizer] = Stage.Stepped;
            if (_found) return false;
        }
        optimizer.Step();
        return true;
    }

    /// <summary>Adapts the scale to what was found since the last update; call once after the steps of all optimisers.</summary>
    /// <param name="newScale">A scale to take instead.</param>
    /// <exception cref="InvalidOperationException">No gradient was looked at.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The new scale is not above 0.</exception>
    public void Update(double? newScale = null)
    {
        if (!IsEnabled) return;
        if (newScale is double given)
        {
            CurrentScale = Checked(given, nameof(newScale));
        }
        else
        {
            if (!_checked) throw new InvalidOperationException("Update comes after Step or Unscale; no gradient was looked at since the last one.");
            if (_found)
            {
                CurrentScale *= BackoffFactor;
                GoodSteps = 0;
            }
            else if (++GoodSteps == GrowthInterval)
            {
                // As large a scale as float32 holds is large enough.
                if (float.IsFinite((float)(CurrentScale * GrowthFactor))) CurrentScale *= GrowthFactor;
                GoodSteps = 0;
            }
        }
        _stages.Clear();
        (_found, _checked) = (false, false);
    }

    /// <summary>The state in PyTorch's layout; empty when disabled.</summary>
    public PickleDict ToPyTorch() => IsEnabled
        ? new() { { "scale", CurrentScale }, { "growth_factor", GrowthFactor }, { "backoff_factor", BackoffFactor }, { "growth_interval", (long)GrowthInterval }, { "_growth_tracker", (long)GoodSteps } }
        : new PickleDict();

    /// <summary>Goes on from a state in PyTorch's layout; on an error nothing has changed.</summary>
    /// <exception cref="ArgumentException">An entry is missing or out of range.</exception>
    public void LoadPyTorch(PickleDict state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!IsEnabled) return;
        GradScaler read = new(Number("scale"), Number("growth_factor"), Number("backoff_factor"), checked((int)Number("growth_interval")));
        double tracker = Number("_growth_tracker");
        if (!(tracker >= 0 && tracker < read.GrowthInterval)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'_growth_tracker' is {tracker}; expected 0 to {read.GrowthInterval - 1}."), nameof(state));
        (CurrentScale, GrowthFactor, BackoffFactor, GrowthInterval, GoodSteps) = (read.CurrentScale, read.GrowthFactor, read.BackoffFactor, read.GrowthInterval, (int)tracker);

        double Number(string name) => state.TryGetValue(name, out object? value) ? value switch
        {
            double number => number,
            long number => number,
            _ => throw new ArgumentException($"'{name}' of the state is no number.", nameof(state)),
        }
        : throw new ArgumentException($"The state has no entry '{name}'.", nameof(state));
    }

    private static double Checked(double scale, string name) =>
        scale > 0 && double.IsFinite(scale) ? scale : throw new ArgumentOutOfRangeException(name, scale, "The scale must be a number above 0.");
}
