namespace Nabla;

/// <summary>Softmax over many classes of very different frequency: frequent ones in a head, rare ones in clusters of smaller and smaller width. Grave et al. (2017).</summary>
[Export("nn.AdaptiveLogSoftmaxWithLoss")]
[FunctionalTwin(nameof(Nabla.Functional.AdaptiveLogSoftmax))]
public sealed class AdaptiveLogSoftmaxWithLoss : Module
{
    private readonly long[] _cutoffs;
    private readonly Linear _head;
    private readonly (Linear Projection, Linear Weight)[] _tail;

    /// <summary>Reads, or creates, <c>head</c> and <c>tail.i.0</c>, <c>tail.i.1</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Features.</param>
    /// <param name="classes">Number of classes, in order of falling frequency.</param>
    /// <param name="cutoffs">Where the clusters start: ascending, between 1 and classes - 1.</param>
    /// <param name="divisor">Each cluster is narrower than the one before by this factor.</param>
    /// <param name="headBias">Give the head a bias?</param>
    /// <exception cref="ArgumentException">The cutoffs do not ascend, or lie outside the classes.</exception>
    public AdaptiveLogSoftmaxWithLoss(Weights w, int inputs, int classes, IReadOnlyList<int> cutoffs, double divisor = 4, bool headBias = false)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);
        for (int i = 0; i < cutoffs.Count; i++)
        {
            if (cutoffs[i] < 1 || cutoffs[i] >= classes || (i > 0 && cutoffs[i] <= cutoffs[i - 1]))
                throw new ArgumentException($"Cutoffs must ascend and lie in 1..{classes - 1}; got [{string.Join(", ", cutoffs)}].", nameof(cutoffs));
        }
        if (cutoffs.Count == 0) throw new ArgumentException("At least one cutoff is needed.", nameof(cutoffs));
        _cutoffs = [.. cutoffs.Select(cutoff => (long)cutoff), classes];
        int clusters = cutoffs.Count;
        _head = new Linear(w["head"], inputs, cutoffs[0] + clusters, headBias);
        _tail = new (Linear, Linear)[clusters];
        for (int i = 0; i < clusters; i++)
        {
            int hidden = (int)Math.Floor(inputs / Math.Pow(divisor, i + 1));
            _tail[i] = (new Linear(w["tail"][i][0], inputs, hidden, bias: false), new Linear(w["tail"][i][1], hidden, (int)(_cutoffs[i + 1] - _cutoffs[i]), bias: false));
        }
    }

    /// <summary>Log-probabilities of the target classes [N], and the mean of their negatives.</summary>
    /// <param name="x">Features [N, in].</param>
    /// <param name="target">Class numbers [N].</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class number is out of range.</exception>
    public (Tensor Output, Tensor Loss) Score(Tensor x, Tensor target)
    {
        Tensor output = Nabla.Functional.AdaptiveLogSoftmax(x, target, _cutoffs, _head.Weight, _head.Bias?.Value, [.. _tail.Select(pair => ((Tensor)pair.Projection.Weight, (Tensor)pair.Weight.Weight))]);
        return (output, -output.Mean());
    }

    /// <summary>x [N, in] -> log-probabilities of all classes [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor head = _head.Call(x).LogSoftmax(1);
        List<Tensor> parts = [head.Narrow(1, 0, _cutoffs[0])];
        for (int i = 0; i < _tail.Length; i++) parts.Add(_tail[i].Weight.Call(_tail[i].Projection.Call(x)).LogSoftmax(1) + head.Narrow(1, _cutoffs[0] + i, 1));
        return Tensor.Cat([.. parts], 1);
    }

    /// <summary>The most probable class of each row; int64 [N].</summary>
    public Tensor Predict(Tensor x) => Call(x).Argmax(1);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != 2) return base.Run(inputs);
        (Tensor output, Tensor loss) = Score(inputs[0], inputs[1]);
        return [output, loss];
    }
}
