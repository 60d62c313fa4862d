using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>Settings of a parameter group that every optimiser has; each optimiser derives its own.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="WeightDecay">Strength of the decay of the parameters, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.OptimizerOptions")]
public abstract record OptimizerOptions(double LearningRate, double WeightDecay, bool Maximize)
{
    /// <summary>The number that schedules with a momentum cycle drive: SGD's momentum, Adam's first beta. Null when there is none.</summary>
    public virtual double? CycledMomentum => null;

    /// <summary>The same settings with another <see cref="CycledMomentum"/>.</summary>
    /// <exception cref="InvalidOperationException">The optimiser has no momentum.</exception>
    public virtual OptimizerOptions WithCycledMomentum(double momentum) => throw new InvalidOperationException($"{GetType().Name} has no momentum to cycle.");

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range; names the option.</exception>
    public virtual void Validate()
    {
        NotNegative(LearningRate, nameof(LearningRate));
        NotNegative(WeightDecay, nameof(WeightDecay));
    }

    /// <summary>Writes the settings under PyTorch's names.</summary>
    public virtual void Write(JsonObject group)
    {
        ArgumentNullException.ThrowIfNull(group);
        group["lr"] = LearningRate;
        group["weight_decay"] = WeightDecay;
        group["maximize"] = Maximize;
    }

    /// <summary>These settings with the values that <see cref="Write"/> stored.</summary>
    public virtual OptimizerOptions Read(JsonObject group) => this with
    {
        LearningRate = Real(group, "lr"),
        WeightDecay = Real(group, "weight_decay"),
        Maximize = Flag(group, "maximize"),
    };

    /// <summary>Requires a finite number of at least 0.</summary>
    protected internal static void NotNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number of at least 0.");
    }

    /// <summary>Requires a number of at least 0 and below 1.</summary>
    protected static void Fraction(double value, string name)
    {
        if (!(value is >= 0 and < 1)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");
    }

    /// <summary>A number of a saved group.</summary>
    /// <exception cref="FormatException">It is not there.</exception>
    protected static double Real(JsonObject group, string name) => SavedJson.Real(group, name);

    /// <summary>A truth value of a saved group.</summary>
    /// <exception cref="FormatException">It is not there.</exception>
    protected static bool Flag(JsonObject group, string name) => SavedJson.Flag(group, name);
}
