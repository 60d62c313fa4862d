using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>The rate is multiplied by a factor at every step: η₀ Π f(i), i = 1..k. The function itself is not part of the saved state.</summary>
[Export("optim.lr_scheduler.MultiplicativeLR")]
public sealed class MultiplicativeLR : FormulaSchedule
{
    private readonly Func<long, double>[] _factors;
    private readonly (long Step, double Product)[] _products;

    /// <summary>Starts the schedule with one function for all groups.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="factor">Factor of step i, from 1.</param>
    public MultiplicativeLR(Optimizer optimizer, Func<long, double> factor)
        : this(optimizer, Enumerable.Repeat(factor, optimizer?.Groups.Count ?? 0))
    {
    }

    /// <summary>Starts the schedule with one function a group.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="factors">Factor of step i, from 1, for each group.</param>
    /// <exception cref="ArgumentException">There is not one function a group.</exception>
    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<long, double>> factors)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(factors);
        _factors = [.. factors];
        if (_factors.Length != optimizer.Groups.Count) throw new ArgumentException($"{_factors.Length} functions for {optimizer.Groups.Count} parameter groups.", nameof(factors));
        foreach (Func<long, double> factor in _factors) ArgumentNullException.ThrowIfNull(factor, nameof(factors));
        _products = [.. _factors.Select(_ => (0L, 1.0))];
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        (long at, double product) = _products[group];
        if (at > step) (at, product) = (0, 1);
        while (at < step) product *= _factors[group](++at);
        _products[group] = (at, product);
        return initial * product;
    }

    private protected override void WriteTorch(PickleDict state, long steps)
    {
        base.WriteTorch(state, steps);
        // One place a group: PyTorch saves no functions, but asks for their list.
        state["lr_lambdas"] = _factors.Select(_ => (object?)null).ToList();
    }
}
