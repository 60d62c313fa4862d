namespace Nabla;

/// <summary>Adds a learned row for every position. Gehring et al. (2017); as in BERT and GPT-2.</summary>
[Export("nn.LearnedPositionalEncoding")]
[FunctionalTwin(nameof(Nabla.Functional.Embedding))]
public sealed class LearnedPositionalEncoding : Module
{
    private readonly bool _batchFirst;

    /// <summary>Reads, or creates, <c>weight</c> [positions, E], normal with a deviation of 0.02.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="positions">Longest sequence.</param>
    /// <param name="width">E, features.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LearnedPositionalEncoding(Weights w, int positions, int width, bool batchFirst = false)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _batchFirst = batchFirst;
        Weight = w.Get("weight", [positions, width], Init.Normal(0, 0.02));
    }

    /// <summary>[positions, E].</summary>
    public Parameter Weight { get; }

    /// <summary>x [T, N, E], or [N, T, E] when the batch is first, or [T, E]; unchanged.</summary>
    public override Tensor Forward(Tensor x)
    {
        bool steps = x.Rank == 3 && !_batchFirst;
        if (x.Rank is not (2 or 3) || x.Shape[^1] != Weight.Shape[1] || x.Shape[steps ? 0 : ^2] > Weight.Shape[0])
            throw new ShapeMismatchException($"Positions expect [T, {Weight.Shape[1]}] with a batch or without, T at most {Weight.Shape[0]}; got {x.Shape}.", nameof(x));
        Tensor table = Weight.Value.Narrow(0, 0, x.Shape[steps ? 0 : ^2]);
        return x + (steps ? table.Unsqueeze(1) : table);
    }
}
