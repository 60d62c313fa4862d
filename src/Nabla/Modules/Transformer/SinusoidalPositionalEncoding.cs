namespace Nabla;

/// <summary>Adds sines and cosines of the positions, then drops. Vaswani et al. (2017).</summary>
[Export("nn.SinusoidalPositionalEncoding")]
[FunctionalTwin(nameof(Nabla.Functional.SinusoidalPositions))]
public sealed class SinusoidalPositionalEncoding : Module
{
    private readonly int _width;
    private readonly double _theta;
    private readonly bool _batchFirst;
    private readonly Dropout _dropout;

    /// <summary>Has no parameters.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">E, features.</param>
    /// <param name="dropout">Share dropped in training, 0..1.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="theta">θ, of the longest wave.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public SinusoidalPositionalEncoding(Weights w, int width, double dropout = 0, bool batchFirst = false, double theta = 10_000)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_width, _theta, _batchFirst) = (width, theta, batchFirst);
        _dropout = new(w["dropout"], dropout);
    }

    /// <summary>x [T, N, E], or [N, T, E] when the batch is first, or [T, E]; unchanged.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank is not (2 or 3) || x.Shape[^1] != _width)
            throw new ShapeMismatchException($"Positions expect [T, {_width}] with a batch or without; got {x.Shape}.", nameof(x));
        bool steps = x.Rank == 3 && !_batchFirst;
        int length = (int)x.Shape[steps ? 0 : ^2];
        Tensor table = x.HasData ? Nabla.Functional.SinusoidalPositions(length, _width, _theta, x.DType) : Tensor.Empty([length, _width], x.DType, x.Backend);
        return _dropout.Call(x + (steps ? table.Unsqueeze(1) : table));
    }
}
