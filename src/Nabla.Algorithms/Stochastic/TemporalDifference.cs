namespace Nabla.Algorithms.Stochastic;

/// <summary>TD(0): the value of every state under the policy that made the transitions, v(s) ← v(s) - a(v(s) - (r + γ·v(s'))).</summary>
/// <remarks>Sutton (1988). Robbins and Monro's iteration for the Bellman equation; the step falls with the visits of the state.</remarks>
[Export("algorithms.stochastic.TemporalDifference")]
public sealed class TemporalDifference
{
    private readonly double[] _values;
    private readonly long[] _visits;
    private readonly StepRule _steps;
    private readonly double _discount;

    /// <summary>All values 0.</summary>
    /// <param name="states">How many states there are, 1 or more.</param>
    /// <param name="discount">γ in 0..1.</param>
    /// <param name="steps">Step of a state's k-th visit.</param>
    /// <param name="initial">First value of all states.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public TemporalDifference(int states, double discount, StepRule steps, double initial = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 1);
        Guard.Share(discount);
        ArgumentNullException.ThrowIfNull(steps);
        (_values, _visits, _steps, _discount) = (new double[states], new long[states], steps, discount);
        Array.Fill(_values, initial);
    }

    /// <summary>Value of every state.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Learns from one transition.</summary>
    /// <param name="state">Where it began.</param>
    /// <param name="reward">r.</param>
    /// <param name="next">Where it ended; null at the end of an episode.</param>
    /// <returns>The temporal difference r + γ·v(s') - v(s).</returns>
    public double Learn(int state, double reward, int? next)
    {
        double difference = reward + (next is int s ? _discount * _values[s] : 0) - _values[state];
        _values[state] += _steps.At(++_visits[state]) * difference;
        return difference;
    }
}
