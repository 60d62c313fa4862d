using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sequences;

/// <summary>A tournament over the heads of k sorted sources: the next value of a k-way merge in log2 k comparisons, stable.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
/// <remarks>Every inner node keeps the loser of its match, so a new head replays one path from leaf to root: Knuth, TAOCP 3, 5.4.1.</remarks>
[Export("algorithms.sequences.LoserTree")]
public sealed class LoserTree<T, TComparer>
    where TComparer : IComparer<T>
{
    private readonly TComparer _comparer;
    private readonly T[] _heads;
    private readonly bool[] _exhausted;
    private readonly int[] _losers;
    private readonly int _leaves;
    private int _winner;

    /// <summary>Creates a tournament and plays it.</summary>
    /// <param name="heads">The first value of each source.</param>
    /// <param name="exhausted">For each source, whether it has no value at all.</param>
    /// <param name="comparer">The order.</param>
    /// <exception cref="ArgumentException">There is no source, or the lengths differ.</exception>
    public LoserTree(ReadOnlySpan<T> heads, ReadOnlySpan<bool> exhausted, TComparer comparer)
    {
        if (heads.IsEmpty) throw new ArgumentException("There is no source.", nameof(heads));
        if (heads.Length != exhausted.Length) throw new ArgumentException($"{heads.Length} elements are needed, {exhausted.Length} were given.", nameof(exhausted));
        _comparer = comparer;
        _leaves = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)heads.Length);
        _heads = new T[_leaves];
        _exhausted = new bool[_leaves];
        _losers = new int[_leaves];
        heads.CopyTo(_heads);
        exhausted.CopyTo(_exhausted);
        Array.Fill(_exhausted, true, heads.Length, _leaves - heads.Length);
        _winner = Matches.Play(1);
    }

    /// <summary>The source whose head comes first; meaningless when <see cref="IsEmpty"/>.</summary>
    public int Source => _winner;

    /// <summary>The value that comes first.</summary>
    public T Head => _heads[_winner];

    /// <summary>Whether every source is exhausted.</summary>
    public bool IsEmpty => _exhausted[_winner];

    /// <summary>Takes the first value and offers the next one of the same source.</summary>
    /// <param name="next">The next value of <see cref="Source"/>.</param>
    public void Replace(T next)
    {
        _heads[_winner] = next;
        Replay();
    }

    /// <summary>Takes the first value; its source has no other.</summary>
    public void Exhaust()
    {
        _heads[_winner] = default!;
        _exhausted[_winner] = true;
        Replay();
    }

    private void Replay() => _winner = Matches.Replay(_winner);

    private Tournament<T, TComparer> Matches => new(_heads, _exhausted, _losers, _comparer);
}
