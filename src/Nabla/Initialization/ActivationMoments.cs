namespace Nabla;

/// <summary>First and second moments of an activation of a standard normal input, and the gains that follow from them.</summary>
/// <param name="Mean">E f(z).</param>
/// <param name="SecondMoment">E f(z)².</param>
/// <param name="SlopeSecondMoment">E f'(z)², which scales gradients on their way back.</param>
/// <remarks>Weights of variance gain²/fan keep the second moment of what they are fed at 1. He et al. (2015) is the case of the rectifier, √2.</remarks>
[Export("nn.init.ActivationMoments")]
public readonly record struct ActivationMoments(double Mean, double SecondMoment, double SlopeSecondMoment)
{
    private const double Reach = 13, Panel = 0.125;

    // Gauss and Legendre's rule of eight points.
    private static readonly double[] Nodes = [0.18343464249564980, 0.52553240991632899, 0.79666647741362674, 0.96028985649753623];
    private static readonly double[] Masses = [0.36268378337836199, 0.31370664587788729, 0.22238103445337447, 0.10122853629037626];

    /// <summary>1/√E f²: makes the second moment of the output 1.</summary>
    public double Gain => 1 / Math.Sqrt(SecondMoment);

    /// <summary>1/√Var f: makes the variance of the output 1.</summary>
    public double CenteredGain => 1 / Math.Sqrt(SecondMoment - (Mean * Mean));

    /// <summary>1/√E f'²: makes the second moment of gradients 1.</summary>
    public double SlopeGain => 1 / Math.Sqrt(SlopeSecondMoment);

    /// <summary>The moments of any elementwise function, by quadrature; corners at multiples of ⅛ cost no accuracy.</summary>
    /// <param name="activation">Elementwise; differentiable almost everywhere, and of less than exponential growth.</param>
    /// <exception cref="ArgumentException">The function changes the shape, or is not finite.</exception>
    [Export("nn.init.ActivationMoments.of")]
    public static ActivationMoments Of(Func<Tensor, Tensor> activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        (double[] points, double[] mass) = Rule();
        Tensor z = Tensor.Of(points, [points.Length]).WithGrad();
        using GradMode.Restore mode = GradMode.Enable();
        Tensor y = activation(z);
        if (y.Shape != z.Shape) throw new ArgumentException($"An elementwise activation keeps its input's shape {z.Shape}; got {y.Shape}.", nameof(activation));
        double[] value = y.Detach().To(DType.Float64).ToArray<double>();
        double[] slope = y.RequiresGrad ? Autograd.Grad(y.Sum(), [z], allowUnused: true)[0]?.ToArray<double>() ?? new double[points.Length] : new double[points.Length];
        double mean = 0, square = 0, slopes = 0;
        for (int i = 0; i < points.Length; i++)
        {
            mean += mass[i] * value[i];
            square += mass[i] * value[i] * value[i];
            slopes += mass[i] * slope[i] * slope[i];
        }
        if (!double.IsFinite(square)) throw new ArgumentException("The activation is not finite everywhere.", nameof(activation));
        return new(mean, square, slopes);
    }

    private static (double[] Points, double[] Mass) Rule()
    {
        List<double> points = [], mass = [];
        for (double from = -Reach; from < Reach; from += Panel)
        {
            for (int i = 0; i < 8; i++)
            {
                double node = i < 4 ? -Nodes[3 - i] : Nodes[i - 4], weight = i < 4 ? Masses[3 - i] : Masses[i - 4];
                double z = from + (Panel / 2 * (1 + node));
                points.Add(z);
                mass.Add(weight * Panel / 2 * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
            }
        }
        return ([.. points], [.. mass]);
    }
}
