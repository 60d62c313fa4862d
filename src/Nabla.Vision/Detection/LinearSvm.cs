namespace Nabla.Vision.Detection;

/// <summary>Settings of <see cref="LinearSvm.Fit"/>.</summary>
/// <param name="Cost">C: what a violated margin costs.</param>
/// <param name="PositiveWeight">Factor of the cost for positive examples.</param>
/// <param name="BiasScale">The constant feature that carries the bias; the larger, the less the bias is held back.</param>
/// <param name="Tolerance">Training ends when the projected gradients of the dual spread no further around zero.</param>
/// <param name="Epochs">Passes at most.</param>
/// <param name="Seed">Of the order in which examples are visited.</param>
[Export("vision.detection.LinearSvmOptions")]
public sealed record LinearSvmOptions(double Cost = 1e-3, double PositiveWeight = 2, double BiasScale = 10, double Tolerance = 1e-4, int Epochs = 1000, ulong Seed = 0)
{
    /// <exception cref="ArgumentOutOfRangeException">A setting is not positive.</exception>
    internal void Check()
    {
        foreach ((double value, string name) in ((double, string)[])[(Cost, nameof(Cost)), (PositiveWeight, nameof(PositiveWeight)), (BiasScale, nameof(BiasScale)), (Tolerance, nameof(Tolerance)), (Epochs, nameof(Epochs))])
        {
            if (!double.IsFinite(value) || value <= 0) throw new ArgumentOutOfRangeException(name, value, "A positive number is expected.");
        }
    }
}

/// <summary>A linear support vector machine: the sign of w·x + b.</summary>
/// <remarks>
/// Minimises ½|w|² + ½(b/B)² + C Σ max(0, 1 - y(w·x + b)) by coordinate descent on the dual: Hsieh et al., A Dual Coordinate Descent Method for Large-scale Linear SVM (2008).
/// O(examples·features) a pass.
/// </remarks>
[Export("vision.detection.LinearSvm")]
public sealed class LinearSvm
{
    private readonly double[] _weights;

    private LinearSvm(double[] weights, double bias) => (_weights, Bias) = (weights, bias);

    /// <summary>w.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>b.</summary>
    public double Bias { get; }

    /// <summary>Learns to tell positive examples from negative ones.</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="positive">Which of the N are positive; both kinds must occur.</param>
    /// <param name="options">Settings; the defaults are R-CNN's.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, one kind of examples is missing, or a feature is no finite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is not positive.</exception>
    [Export("vision.detection.LinearSvm.fit")]
    public static LinearSvm Fit(Tensor features, ReadOnlySpan<bool> positive, LinearSvmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        options ??= new();
        options.Check();
        if (features.Rank != 2 || features.Shape[0] != positive.Length) throw new ArgumentException($"Features [{positive.Length}, D] are expected; got {features.Shape}.", nameof(features));
        if (positive.IndexOf(true) < 0 || positive.IndexOf(false) < 0) throw new ArgumentException("Examples of both kinds are needed.", nameof(positive));
        (int count, int size) = (positive.Length, (int)features.Shape[1]);
        float[] x = features.Detach().To(DType.Float32).ToArray<float>();
        double[] w = new double[size], alpha = new double[count], square = new double[count];
        int[] order = new int[count];
        double bias = 0;
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
            square[i] = options.BiasScale * options.BiasScale;
            foreach (float value in x.AsSpan(i * size, size)) square[i] += (double)value * value;
            if (!double.IsFinite(square[i])) throw new ArgumentException($"Example {i} has features that are no finite numbers.", nameof(features));
        }
        Random random = new((int)(options.Seed % int.MaxValue));
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order);
            double least = 0, most = 0;
            foreach (int i in order)
            {
                double sign = positive[i] ? 1 : -1, limit = options.Cost * (positive[i] ? options.PositiveWeight : 1);
                ReadOnlySpan<float> row = x.AsSpan(i * size, size);
                double slope = (sign * (Dot(w, row) + (bias * options.BiasScale))) - 1;
                double projected = alpha[i] <= 0 ? Math.Min(slope, 0) : alpha[i] >= limit ? Math.Max(slope, 0) : slope;
                (least, most) = (Math.Min(least, projected), Math.Max(most, projected));
                if (projected == 0) continue;
                double moved = Math.Clamp(alpha[i] - (slope / square[i]), 0, limit), step = (moved - alpha[i]) * sign;
                alpha[i] = moved;
                for (int j = 0; j < size; j++) w[j] += step * row[j];
                bias += step * options.BiasScale;
            }
            if (most - least < options.Tolerance) break;
        }
        return new(w, bias * options.BiasScale);
    }

    /// <summary>w·x + b of each row of [N, D]; above 0 means positive.</summary>
    /// <param name="features">[N, D].</param>
    /// <exception cref="ArgumentException">The rows have another length.</exception>
    public float[] Scores(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Rank != 2 || features.Shape[1] != _weights.Length) throw new ArgumentException($"Features [N, {_weights.Length}] are expected; got {features.Shape}.", nameof(features));
        float[] x = features.Detach().To(DType.Float32).ToArray<float>(), scores = new float[features.Shape[0]];
        for (int i = 0; i < scores.Length; i++) scores[i] = (float)(Dot(_weights, x.AsSpan(i * _weights.Length, _weights.Length)) + Bias);
        return scores;
    }

    private static double Dot(double[] w, ReadOnlySpan<float> x)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++) sum += w[j] * x[j];
        return sum;
    }
}
