using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sequences;

/// <summary>The matches of a <see cref="LoserTree{T, TComparer}"/> over memory that somebody else owns; the number of leaves is a power of two.</summary>
/// <param name="heads">The value every source offers.</param>
/// <param name="exhausted">Whether a source offers none.</param>
/// <param name="losers">Receives the loser of the match at every inner node.</param>
/// <param name="comparer">The order.</param>
internal readonly ref struct Tournament<T, TComparer>(Span<T> heads, Span<bool> exhausted, Span<int> losers, TComparer comparer)
    where TComparer : IComparer<T>
{
    private readonly Span<T> _heads = heads;
    private readonly Span<bool> _exhausted = exhausted;
    private readonly Span<int> _losers = losers;
    private readonly TComparer _comparer = comparer;

    /// <summary>Plays all matches below a node; returns the winner.</summary>
    public int Play(int node)
    {
        if (node >= _losers.Length) return node - _losers.Length;
        int left = Play(2 * node), right = Play((2 * node) + 1);
        bool rightWins = Beats(right, left);
        _losers[node] = rightWins ? left : right;
        return rightWins ? right : left;
    }

    /// <summary>Plays the matches of a source that offers something else now; returns the winner of all.</summary>
    public int Replay(int winner)
    {
        for (int node = (winner + _losers.Length) >> 1; node > 0; node >>= 1)
        {
            int rival = _losers[node];
            if (!Beats(rival, winner)) continue;
            _losers[node] = winner;
            winner = rival;
        }
        return winner;
    }

    private bool Beats(int a, int b)
    {
        if (_exhausted[a] || _exhausted[b]) return !_exhausted[a];
        T x = _heads[a], y = _heads[b];
        if (Order.Less(x, y, _comparer)) return true;
        return a < b && !Order.Less(y, x, _comparer);
    }
}
