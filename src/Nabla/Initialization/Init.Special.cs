namespace Nabla;

public static partial class Init
{
    /// <summary>Normal, with values outside [low, high] excluded.</summary>
    /// <param name="mean">Mean before truncation.</param>
    /// <param name="deviation">Standard deviation before truncation.</param>
    /// <param name="low">Lower limit.</param>
    /// <param name="high">Upper limit; above the lower.</param>
    /// <remarks>By the inverse distribution function, as PyTorch does.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or the deviation is not positive.</exception>
    [Export("nn.init.trunc_normal_")]
    public static Initializer TruncatedNormal(double mean = 0, double deviation = 1, double low = -2, double high = 2)
    {
        if (!(deviation > 0) || double.IsInfinity(deviation)) throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The standard deviation before truncation must be positive.");
        if (!(high > low)) throw new ArgumentOutOfRangeException(nameof(high), high, $"The upper limit must be above the lower, {low}.");
        return (target, generator) =>
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            double from = Tail((low - mean) / deviation), to = Tail((high - mean) / deviation);
            generator.Uniform(target, (2 * from) - 1, (2 * to) - 1);
            using Tensor drawn = target.Erfinv();
            using Tensor limited = Functional.Hardtanh((drawn * (deviation * Math.Sqrt(2))) + mean, low, high);
            target.CopyInPlace(limited);
        };
    }

    /// <summary>A matrix with orthonormal rows or columns (whichever are fewer), times <paramref name="gain"/>; later axes are flattened. Saxe, McClelland and Ganguli (2013).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative.</exception>
    [Export("nn.init.orthogonal_")]
    public static Initializer Orthogonal(double gain = 1)
    {
        CheckGain(gain);
        return (target, generator) =>
        {
            if (target.Rank < 2) throw new ArgumentException($"An orthogonal weight needs at least two axes; got shape {target.Shape}.", nameof(target));
            using GradMode.Restore mode = GradMode.NoGrad();
            if (target.Count == 0) return;
            generator.Normal(target, 0, 1);
            int rows = checked((int)target.Shape[0]), columns = checked((int)(target.Count / target.Shape[0]));
            double[] values = target.To(DType.Float64).ToArray<double>();
            bool wide = rows < columns;
            (int tall, int narrow) = wide ? (columns, rows) : (rows, columns);
            double[][] basis = new double[narrow][];
            for (int j = 0; j < narrow; j++)
            {
                basis[j] = new double[tall];
                for (int i = 0; i < tall; i++) basis[j][i] = wide ? values[(j * columns) + i] : values[(i * columns) + j];
            }
            Orthonormalize(basis);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++) values[(i * columns) + j] = gain * (wide ? basis[i][j] : basis[j][i]);
            }
            target.CopyInPlace(Tensor.Of(values, target.Shape));
        };
    }

    /// <summary>The identity matrix, or a rectangular piece of it.</summary>
    [Export("nn.init.eye_")]
    public static Initializer Identity { get; } = (target, _) =>
    {
        if (target.Rank != 2) throw new ArgumentException($"An identity needs a matrix; got shape {target.Shape}.", nameof(target));
        target.FillInPlace(0);
        using Tensor diagonal = target.Diagonal();
        diagonal.FillInPlace(1);
    };

    /// <summary>A convolution weight [out, in, kernel...] that passes channel i on to output i, in each of <paramref name="groups"/> groups of outputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no group.</exception>
    [Export("nn.init.dirac_")]
    public static Initializer Dirac(int groups = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return (target, _) =>
        {
            if (target.Rank is < 3 or > 5 || target.Shape[0] % groups != 0)
                throw new ArgumentException($"A Dirac weight [out, in, kernel...] needs 3 to 5 axes and outputs that {groups} groups divide; got shape {target.Shape}.", nameof(target));
            target.FillInPlace(0);
            long each = target.Shape[0] / groups, used = Math.Min(each, target.Shape[1]);
            for (long g = 0; g < groups; g++)
            {
                for (long i = 0; i < used; i++)
                {
                    Tensor place = target.Select(0, (g * each) + i).Select(0, i);
                    while (place.Rank > 0) place = place.Select(0, place.Shape[0] / 2);
                    place.FillInPlace(1);
                }
            }
        };
    }

    /// <summary>Normal with mean 0, and a share of each column of a matrix set to 0. Martens (2010).</summary>
    /// <param name="sparsity">Share of zeros, 0..1.</param>
    /// <param name="deviation">Standard deviation of the others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in 0..1.</exception>
    [Export("nn.init.sparse_")]
    public static Initializer Sparse(double sparsity, double deviation = 0.01)
    {
        if (sparsity is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "The share of zeros must be in 0..1.");
        return (target, generator) =>
        {
            if (target.Rank != 2) throw new ArgumentException($"A sparse weight is a matrix; got shape {target.Shape}.", nameof(target));
            generator.Normal(target, 0, deviation);
            long rows = target.Shape[0], zeros = (long)Math.Ceiling(sparsity * rows);
            for (long column = 0; column < target.Shape[1]; column++)
            {
                foreach (long row in generator.Permutation(rows).ToArray<long>().Take((int)zeros)) target.Select(0, row).Select(0, column).FillInPlace(0);
            }
        };
    }

    /// <summary>Factor that keeps the variance of activations through a nonlinearity.</summary>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="slope">Negative slope of a leaky rectifier.</param>
    [Export("nn.init.calculate_gain")]
    public static double Gain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.ReLU => Math.Sqrt(2),
        Nonlinearity.LeakyReLU => Math.Sqrt(2 / (1 + (slope * slope))),
        Nonlinearity.SELU => 0.75,
        _ => 1,
    };

    /// <summary>The normal distribution function.</summary>
    private static double Tail(double x)
    {
        using Tensor z = Tensor.Of(x / Math.Sqrt(2), DType.Float64), erf = z.Erf();
        return (1 + erf.Item()) / 2;
    }

    /// <summary>Gram and Schmidt, twice: enough for full precision. The signs are those of a factorisation with a positive diagonal.</summary>
    private static void Orthonormalize(double[][] vectors)
    {
        for (int j = 0; j < vectors.Length; j++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < j; i++)
                {
                    double overlap = Dot(vectors[i], vectors[j]);
                    for (int k = 0; k < vectors[j].Length; k++) vectors[j][k] -= overlap * vectors[i][k];
                }
            }
            double length = Math.Sqrt(Dot(vectors[j], vectors[j]));
            for (int k = 0; k < vectors[j].Length; k++) vectors[j][k] /= length;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
