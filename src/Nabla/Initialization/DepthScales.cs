namespace Nabla;

/// <summary>Factors that keep deep residual networks trainable, each from its paper. <c>N</c> counts layers, <c>M</c> decoder layers.</summary>
/// <remarks>
/// Every residual branch adds to the variance of the stream, and every correction that reaches a weight through n branches is felt n times. All these rules
/// shrink the branches, at the start or for good, so that the whole changes by O(1) a step.
/// </remarks>
[Export("nn.init.DepthScales")]
public static class DepthScales
{
    /// <summary>DeepNorm for an encoder or a decoder alone: the stream is LN(alpha·x + f(x)), and FFN, value and output weights are scaled by beta. Wang et al. (2022).</summary>
    /// <param name="layers">N, 1 or more.</param>
    /// <returns>alpha = (2N)^¼ and beta = (8N)^-¼.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer.</exception>
    [Export("nn.init.DepthScales.deep_norm")]
    public static (double Alpha, double Beta) DeepNorm(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return (Math.Pow(2.0 * layers, 0.25), Math.Pow(8.0 * layers, -0.25));
    }

    /// <summary>DeepNorm for the encoder of an encoder and decoder.</summary>
    /// <returns>alpha = 0.81(N⁴M)^(1/16) and beta = 0.87(N⁴M)^(-1/16).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer.</exception>
    [Export("nn.init.DepthScales.deep_norm_encoder")]
    public static (double Alpha, double Beta) DeepNormEncoder(int encoderLayers, int decoderLayers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(encoderLayers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(decoderLayers, 1);
        double root = Math.Pow(Math.Pow(encoderLayers, 4) * decoderLayers, 1 / 16.0);
        return (0.81 * root, 0.87 / root);
    }

    /// <summary>DeepNorm for the decoder of an encoder and decoder.</summary>
    /// <returns>alpha = (3M)^¼ and beta = (12M)^-¼.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer.</exception>
    [Export("nn.init.DepthScales.deep_norm_decoder")]
    public static (double Alpha, double Beta) DeepNormDecoder(int decoderLayers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decoderLayers, 1);
        return (Math.Pow(3.0 * decoderLayers, 0.25), Math.Pow(12.0 * decoderLayers, -0.25));
    }

    /// <summary>Fixup: factor L^(-1/(2m - 2)) of all weights of a branch but the last, which starts at 0. Zhang, Dauphin and Ma (2019).</summary>
    /// <param name="branches">L, 1 or more.</param>
    /// <param name="layersPerBranch">m, 2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    [Export("nn.init.DepthScales.fixup")]
    public static double Fixup(int branches, int layersPerBranch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(branches, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layersPerBranch, 2);
        return Math.Pow(branches, -1.0 / ((2 * layersPerBranch) - 2));
    }

    /// <summary>T-Fixup: factor 0.67·N^-¼ of an encoder's value, output and FFN weights. Huang et al. (2020).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer.</exception>
    [Export("nn.init.DepthScales.t_fixup_encoder")]
    public static double TFixupEncoder(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return 0.67 * Math.Pow(layers, -0.25);
    }

    /// <summary>T-Fixup: factor (9M)^-¼ of a decoder's value, output and FFN weights, and of embeddings.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer.</exception>
    [Export("nn.init.DepthScales.t_fixup_decoder")]
    public static double TFixupDecoder(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return Math.Pow(9.0 * layers, -0.25);
    }

    /// <summary>GPT-2: standard deviation 0.02/√(2N) of the last weights of each branch; 0.02 elsewhere. Radford et al. (2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer.</exception>
    [Export("nn.init.DepthScales.gpt2residual")]
    public static double Gpt2Residual(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return 0.02 / Math.Sqrt(2.0 * layers);
    }

    /// <summary>Small initialisation: standard deviation √(2/(5d)) for all weights of a transformer. Nguyen and Salazar (2019).</summary>
    /// <param name="width">d, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    [Export("nn.init.DepthScales.small")]
    public static double Small(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return Math.Sqrt(2.0 / (5.0 * width));
    }

    /// <summary>Admin: the weights of the stream in branch i, √(Σ of the variances of the branches before it), from variances measured on a batch. Liu et al. (2020).</summary>
    /// <param name="variances">Var f_j of each branch's output, in order, with omega = 1.</param>
    /// <returns>omega for LN(omega·x + f(x)); the first is 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A variance is negative.</exception>
    [Export("nn.init.DepthScales.admin")]
    public static double[] Admin(params ReadOnlySpan<double> variances)
    {
        double[] omega = new double[variances.Length];
        double sum = 0;
        for (int i = 0; i < omega.Length; i++)
        {
            if (!(variances[i] >= 0)) throw new ArgumentOutOfRangeException(nameof(variances), variances[i], "A variance must not be negative.");
            omega[i] = i == 0 ? 1 : Math.Sqrt(sum);
            sum += variances[i];
        }
        return omega;
    }
}
