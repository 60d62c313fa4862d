using System.Text.Json.Nodes;
using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>Whether small or large values of a metric are good.</summary>
[Export("optim.lr_scheduler.MetricGoal")]
public enum MetricGoal
{
    /// <summary>The metric should fall, like a loss.</summary>
    Min,

    /// <summary>The metric should rise, like an accuracy.</summary>
    Max,
}

/// <summary>How the threshold of an improvement is measured.</summary>
[Export("optim.lr_scheduler.ThresholdMode")]
public enum ThresholdMode
{
    /// <summary>As a share of the best value.</summary>
    Relative,

    /// <summary>As a difference.</summary>
    Absolute,
}

/// <summary>Lowers the rates by a factor when a metric has not improved for a while.</summary>
[Export("optim.lr_scheduler.ReduceLROnPlateau")]
public sealed class ReduceLROnPlateau : Schedule
{
    private readonly MetricGoal _goal;
    private readonly double _factor;
    private readonly long _patience;
    private readonly double _threshold;
    private readonly ThresholdMode _thresholdMode;
    private readonly long _cooldown;
    private readonly double _least;
    private readonly double _smallestChange;
    private long _coolingDown;

    /// <summary>Attaches to an optimiser, whose rates stay until the first plateau.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="goal">Whether the metric should fall or rise.</param>
    /// <param name="factor">Factor of each drop, in [0, 1).</param>
    /// <param name="patience">Steps without improvement that are tolerated, not negative.</param>
    /// <param name="threshold">Improvement that counts, not negative.</param>
    /// <param name="thresholdMode">How it is measured.</param>
    /// <param name="cooldown">Steps after a drop that do not count as bad, not negative.</param>
    /// <param name="minimumRate">The smallest rate, not negative.</param>
    /// <param name="smallestChange">A smaller drop is not worth doing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ReduceLROnPlateau(Optimizer optimizer, MetricGoal goal = MetricGoal.Min, double factor = 0.1, long patience = 10, double threshold = 1e-4,
        ThresholdMode thresholdMode = ThresholdMode.Relative, long cooldown = 0, double minimumRate = 0, double smallestChange = 1e-8)
        : base(optimizer)
    {
        if (!(factor is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must lie in [0, 1).");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        NotNegative(threshold, nameof(threshold));
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        NotNegative(minimumRate, nameof(minimumRate));
        NotNegative(smallestChange, nameof(smallestChange));
        (_goal, _factor, _patience, _threshold, _thresholdMode) = (goal, factor, patience, threshold, thresholdMode);
        (_cooldown, _least, _smallestChange) = (cooldown, minimumRate, smallestChange);
        Best = goal == MetricGoal.Min ? double.PositiveInfinity : double.NegativeInfinity;
    }

    /// <summary>The best metric so far.</summary>
    public double Best { get; private set; }

    /// <summary>Steps since the last improvement (or drop).</summary>
    public long BadSteps { get; private set; }

    /// <summary>Looks at a metric.</summary>
    /// <param name="metric">The value, such as the validation loss of the epoch; NaN counts as bad.</param>
    /// <exception cref="ArgumentNullException">There is no metric.</exception>
    public override void Step(double? metric = null)
    {
        double value = metric ?? throw new ArgumentNullException(nameof(metric), "ReduceLROnPlateau needs the metric it watches.");
        Steps++;
        if (Improves(value)) (Best, BadSteps) = (value, 0);
        else BadSteps++;
        if (_coolingDown > 0)
        {
            _coolingDown--;
            BadSteps = 0;
        }
        if (BadSteps <= _patience) return;
        foreach (ParameterGroup group in Optimizer.Groups)
        {
            double rate = Math.Max(group.LearningRate * _factor, _least);
            if (group.LearningRate - rate > _smallestChange) group.Schedule(rate);
        }
        _coolingDown = _cooldown;
        BadSteps = 0;
    }

    private protected override void Write(JsonObject state)
    {
        if (double.IsFinite(Best)) state["best"] = Best;
        state["bad_steps"] = BadSteps;
        state["cooling_down"] = _coolingDown;
        state["rates"] = SavedJson.List(LearningRates);
    }

    private protected override void Read(JsonObject state, long steps)
    {
        double best = state.ContainsKey("best") ? SavedJson.Real(state, "best") : _goal == MetricGoal.Min ? double.PositiveInfinity : double.NegativeInfinity;
        (long bad, long cooling) = (SavedJson.Integer(state, "bad_steps"), SavedJson.Integer(state, "cooling_down"));
        double[] rates = ReadRates(state, "rates");
        (Best, BadSteps, _coolingDown) = (best, bad, cooling);
        for (int i = 0; i < rates.Length; i++) Optimizer.Groups[i].Schedule(rates[i]);
    }

    private protected override void WriteTorch(PickleDict state, long steps)
    {
        state["best"] = Best;
        state["num_bad_epochs"] = BadSteps;
        state["cooldown_counter"] = _coolingDown;
    }

    private protected override long ReadTorch(PickleDict state, JsonObject own)
    {
        own.Remove("best");
        double best = Real(state, "best");
        if (double.IsFinite(best)) own["best"] = best;
        own["bad_steps"] = Integer(state, "num_bad_epochs");
        own["cooling_down"] = Integer(state, "cooldown_counter");
        if (state.TryGetValue("_last_lr", out _)) own["rates"] = Reals(state, "_last_lr");
        return base.ReadTorch(state, own);
    }

    private bool Improves(double value) => (_goal, _thresholdMode) switch
    {
        (MetricGoal.Min, ThresholdMode.Relative) => value < Best * (1 - _threshold),
        (MetricGoal.Min, _) => value < Best - _threshold,
        (_, ThresholdMode.Relative) => value > Best * (1 + _threshold),
        _ => value > Best + _threshold,
    };
}
