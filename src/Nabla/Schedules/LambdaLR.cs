using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>The initial rate times any function of the step number. The function itself is not part of the saved state.</summary>
[Export("optim.lr_scheduler.LambdaLR")]
public sealed class LambdaLR : FormulaSchedule
{
    private readonly Func<long, double>[] _factors;

    /// <summary>Starts the schedule with one function for all groups.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="factor">Factor of the initial rate after so many steps.</param>
    public LambdaLR(Optimizer optimizer, Func<long, double> factor)
        : this(optimizer, Enumerable.Repeat(factor, optimizer?.Groups.Count ?? 0))
    {
    }

    /// <summary>Starts the schedule with one function a group.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="factors">Factor of the initial rate after so many steps, for each group.</param>
    /// <exception cref="ArgumentException">There is not one function a group.</exception>
    public LambdaLR(Optimizer optimizer, IEnumerable<Func<long, double>> factors)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(factors);
        _factors = [.. factors];
        if (_factors.Length != optimizer.Groups.Count) throw new ArgumentException($"{_factors.Length} functions for {optimizer.Groups.Count} parameter groups.", nameof(factors));
        foreach (Func<long, double> factor in _factors) ArgumentNullException.ThrowIfNull(factor, nameof(factors));
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * _factors[group](step);

    private protected override void WriteTorch(PickleDict state, long steps)
    {
        base.WriteTorch(state, steps);
        // One place a group: PyTorch saves no functions, but asks for their list.
        state["lr_lambdas"] = _factors.Select(_ => (object?)null).ToList();
    }
}
