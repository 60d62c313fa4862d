namespace Nabla;

public static partial class Functional
{
    /// <summary>Sines and cosines of positions: p[t, 2i] = sin(t/θ^(2i/E)), p[t, 2i+1] = cos(t/θ^(2i/E)). Vaswani et al. (2017).</summary>
    /// <param name="length">Number of positions, T.</param>
    /// <param name="width">E, features.</param>
    /// <param name="theta">θ, of the longest wave.</param>
    /// <param name="type">Element type.</param>
    /// <returns>[T, E].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    [Export("nn.functional.sinusoidal_positions")]
    public static Tensor SinusoidalPositions(int length, int width, double theta = 10_000, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        CheckTheta(theta);
        double[] values = new double[length * width];
        for (int i = 0; i < values.Length; i++)
        {
            int feature = i % width;
            double angle = i / width / Math.Pow(theta, (double)(feature - (feature % 2)) / width);
            values[i] = feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        }
        return Tensor.Of(values, [length, width]).To(type);
    }

    /// <summary>Rotary positions: pairs of features turned by angles that grow with the position, so that products of queries and keys see their distance alone. Su et al. (2021).</summary>
    /// <param name="x">[..., T, D], D even: queries or keys.</param>
    /// <param name="start">Position of the first row, when earlier keys are in a cache.</param>
    /// <param name="theta">θ: pair i turns by t/θ^(2i/D).</param>
    /// <param name="interleaved">Are pairs neighbours (2i, 2i+1), as in the paper, rather than halves (i, i + D/2), as in most checkpoints?</param>
    /// <returns>The shape of x.</returns>
    /// <exception cref="ShapeMismatchException">x has fewer than two axes, or an odd width.</exception>
    [Export("nn.functional.rotary_embedding")]
    public static Tensor RotaryEmbedding(Tensor x, int start = 0, double theta = 10_000, bool interleaved = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        CheckTheta(theta);
        if (x.Rank < 2 || x.Shape[^1] % 2 != 0) throw new ShapeMismatchException($"Rotary positions expect x [..., T, D] with an even D; got {x.Shape}.", nameof(x));
        long steps = x.Shape[^2], pairs = x.Shape[^1] / 2;
        double[] cosines = new double[steps * pairs], sines = new double[steps * pairs];
        for (long i = 0; i < cosines.Length; i++)
        {
            double angle = (start + (i / Math.Max(1, pairs))) / Math.Pow(theta, (double)(i % pairs) / pairs);
            (cosines[i], sines[i]) = (Math.Cos(angle), Math.Sin(angle));
        }
        Tensor cosine = Table(cosines, [steps, pairs], x), sine = Table(sines, [steps, pairs], x);
        Tensor split = interleaved ? x.Unflatten(-1, pairs, 2) : x.Unflatten(-1, 2, pairs).Transpose(-1, -2);
        Tensor a = split.Select(-1, 0), b = split.Select(-1, 1);
        Tensor left = (a * cosine) - (b * sine), right = (a * sine) + (b * cosine);
        return interleaved ? Tensor.Stack([left, right], -1).Reshape(x.Shape) : Tensor.Cat([left, right], -1);
    }

    /// <summary>Attention with linear biases: a penalty that grows with the distance, each head with a slope of its own; add it as attention mask. Press et al. (2022).</summary>
    /// <param name="heads">H, number of heads.</param>
    /// <param name="queries">T.</param>
    /// <param name="keys">S; the last query stands at the last key.</param>
    /// <param name="type">Element type.</param>
    /// <returns>[H, T, S]: -slope·|distance|. Slopes are 2^(-8h/H), h = 1..H, where H is a power of two, and those of the next powers otherwise.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    [Export("nn.functional.alibi_bias")]
    public static Tensor AlibiBias(int heads, int queries, int keys, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(queries);
        ArgumentOutOfRangeException.ThrowIfNegative(keys);
        double[] values = new double[heads * queries * keys];
        for (int i = 0; i < values.Length; i++)
        {
            int head = i / (queries * keys), query = i / keys % queries, key = i % keys;
            values[i] = -AlibiSlope(head, heads) * Math.Abs(query + keys - queries - key);
        }
        return Tensor.Of(values, [heads, queries, keys]).To(type);
    }

    /// <summary>The slopes of the largest power of two that fits, then every other one of twice as many heads.</summary>
    private static double AlibiSlope(int head, int heads)
    {
        int power = 1;
        while (2 * power <= heads) power *= 2;
        return head < power ? Math.Pow(2, -8.0 * (head + 1) / power) : Math.Pow(2, -4.0 * ((2 * (head - power)) + 1) / power);
    }

    /// <summary>Constants of the dtype and on the backend of another tensor.</summary>
    private static Tensor Table(double[] values, Shape shape, Tensor like) =>
        like.Backend is ShapeOnlyBackend ? Tensor.Empty(shape, like.DType, like.Backend) : Tensor.Of(values, shape).To(like.DType);

    private static void CheckTheta(double theta)
    {
        if (theta is not (> 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(theta), theta, "θ must be a positive number.");
    }
}
