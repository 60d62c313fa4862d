namespace Nabla.Algorithms.Stochastic;

/// <summary>Q-learning: the value of every action under the best policy, q(s, a) ← q(s, a) - α(q(s, a) - (r + γ·max q(s', ·))).</summary>
/// <remarks>Watkins (1989). Off-policy: any behaviour that keeps trying every action will do. Converges if each action's steps do (Watkins and Dayan 1992).</remarks>
[Export("algorithms.stochastic.QLearning")]
public sealed class QLearning
{
    private readonly double[] _values;
    private readonly long[] _visits;
    private readonly StepRule _steps;
    private readonly double _discount;
    private readonly int _actions;

    /// <summary>All values 0.</summary>
    /// <param name="states">How many states there are, 1 or more.</param>
    /// <param name="actions">How many actions each has, 1 or more.</param>
    /// <param name="discount">γ in 0..1.</param>
    /// <param name="steps">Step of an action's k-th trial.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public QLearning(int states, int actions, double discount, StepRule steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 1);
        Guard.Share(discount);
        ArgumentNullException.ThrowIfNull(steps);
        (_values, _visits, _steps, _discount, _actions) = (new double[states * actions], new long[states * actions], steps, discount, actions);
    }

    /// <summary>Values of a state's actions.</summary>
    public ReadOnlySpan<double> this[int state] => _values.AsSpan(state * _actions, _actions);

    /// <summary>The best action of a state; the first of equals.</summary>
    public int Best(int state)
    {
        ReadOnlySpan<double> values = this[state];
        int best = 0;
        for (int a = 1; a < values.Length; a++)
        {
            if (values[a] > values[best]) best = a;
        }
        return best;
    }

    /// <summary>The best action, or with probability <paramref name="epsilon"/> any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public int Choose(int state, double epsilon, Random random)
    {
        Guard.Share(epsilon);
        ArgumentNullException.ThrowIfNull(random);
        return random.NextDouble() < epsilon ? random.Next(_actions) : Best(state);
    }

    /// <summary>Learns from one transition.</summary>
    /// <param name="state">Where it began.</param>
    /// <param name="action">What was done.</param>
    /// <param name="reward">r.</param>
    /// <param name="next">Where it ended; null at the end of an episode.</param>
    /// <returns>The temporal difference.</returns>
    public double Learn(int state, int action, double reward, int? next)
    {
        int at = (state * _actions) + action;
        double difference = reward + (next is int s ? _discount * this[s][Best(s)] : 0) - _values[at];
        _values[at] += _steps.At(++_visits[at]) * difference;
        return difference;
    }
}
