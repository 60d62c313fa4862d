using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>Sets the learning rates of an optimiser as training goes on.</summary>
/// <remarks>Make the optimiser, then the schedule, which sets the first rates; call <see cref="Step"/> after each step (or epoch) of the optimiser.</remarks>
[Export("optim.lr_scheduler.Schedule")]
public abstract partial class Schedule
{
    /// <summary>Attaches to an optimiser.</summary>
    protected Schedule(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        foreach (ParameterGroup group in optimizer.Groups) group.InitialLearningRate ??= group.LearningRate;
    }

    /// <summary>The optimiser that is driven.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How often <see cref="Step"/> has been called.</summary>
    public long Steps { get; private protected set; }

    /// <summary>The rates now in use, one a group.</summary>
    public IReadOnlyList<double> LearningRates => [.. Optimizer.Groups.Select(group => group.LearningRate)];

    /// <summary>Goes on by one.</summary>
    /// <param name="metric">What <see cref="ReduceLROnPlateau"/> watches; other schedules ignore it.</param>
    public abstract void Step(double? metric = null);

    /// <summary>The position as JSON.</summary>
    public string SaveState()
    {
        JsonObject state = new() { ["schedule"] = GetType().Name, ["steps"] = Steps };
        Write(state);
        return state.ToJsonString();
    }

    /// <summary>Goes back to a saved position and sets the rates of that moment.</summary>
    /// <exception cref="ArgumentException">The text is not the state of such a schedule.</exception>
    public void LoadState(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            JsonObject saved = SavedJson.Parse(state);
            string kind = SavedJson.Text(saved, "schedule");
            if (kind != GetType().Name) throw new FormatException($"The state was saved by {kind}; this is {GetType().Name}.");
            long steps = SavedJson.Integer(saved, "steps");
            if (steps < 0) throw new FormatException($"The state has {steps} steps; expected at least 0.");
            Read(saved, steps);
            Steps = steps;
        }
        catch (FormatException error)
        {
            throw new ArgumentException(error.Message, nameof(state), error);
        }
    }

    private protected abstract void Write(JsonObject state);

    /// <summary>Takes over a saved position; throws <see cref="FormatException"/> before it changes anything.</summary>
    private protected abstract void Read(JsonObject state, long steps);

    private protected double[] ReadRates(JsonObject state, string name)
    {
        double[] rates = SavedJson.Reals(state, name);
        if (rates.Length != Optimizer.Groups.Count) throw new FormatException($"The state has rates of {rates.Length} groups; the optimiser has {Optimizer.Groups.Count}.");
        return rates;
    }

    private protected static void Positive(long value, string name) => ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);

    private protected static void NotNegative(double value, string name) => OptimizerOptions.NotNegative(value, name);
}
