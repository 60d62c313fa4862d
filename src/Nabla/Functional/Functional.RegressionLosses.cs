namespace Nabla;

public static partial class Functional
{
    /// <summary>Squared error (x - target)².</summary>
    /// <inheritdoc cref="L1Loss"/>
    [Export("nn.functional.mse_loss")]
    public static Tensor MSELoss(Tensor x, Tensor target, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("MSELoss", x, target);
        return (x - target).Square().Reduced(reduction);
    }

    /// <summary>Absolute error |x - target|.</summary>
    /// <param name="x">Predictions, any shape.</param>
    /// <param name="target">Wanted values; the same shape.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    [Export("nn.functional.l1_loss")]
    public static Tensor L1Loss(Tensor x, Tensor target, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("L1Loss", x, target);
        return (x - target).Abs().Reduced(reduction);
    }

    /// <summary>d²/(2·beta) below beta and d - beta/2 above, with d = |x - target|. Girshick (2015).</summary>
    /// <param name="x">Predictions, any shape.</param>
    /// <param name="target">Wanted values; the same shape.</param>
    /// <param name="beta">Where the square ends; 0 gives the absolute error.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beta is negative.</exception>
    [Export("nn.functional.smooth_l1_loss")]
    public static Tensor SmoothL1Loss(Tensor x, Tensor target, double beta = 1, LossReduction reduction = LossReduction.Mean)
    {
        if (!(beta >= 0)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "SmoothL1Loss' beta must not be negative.");
        if (beta == 0) return L1Loss(x, target, reduction);
        (x, target) = Pair("SmoothL1Loss", x, target);
        Tensor d = (x - target).Abs();
        return d.Detach().Less(beta).Where(d.Square() * (0.5 / beta), d - (0.5 * beta)).Reduced(reduction);
    }

    /// <summary>d²/2 below delta and delta·(d - delta/2) above, with d = |x - target|. Huber (1964).</summary>
    /// <param name="x">Predictions, any shape.</param>
    /// <param name="target">Wanted values; the same shape.</param>
    /// <param name="delta">Where the square ends; positive.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Delta is not positive.</exception>
    [Export("nn.functional.huber_loss")]
    public static Tensor HuberLoss(Tensor x, Tensor target, double delta = 1, LossReduction reduction = LossReduction.Mean)
    {
        if (!(delta > 0)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "HuberLoss' delta must be positive.");
        (x, target) = Pair("HuberLoss", x, target);
        Tensor d = (x - target).Abs();
        return d.Detach().Less(delta).Where(d.Square() * 0.5, (d - (0.5 * delta)) * delta).Reduced(reduction);
    }

    /// <summary>Negative log-likelihood of counts under a Poisson distribution: e^x - target·x, or x - target·log(x + epsilon).</summary>
    /// <param name="x">Expected counts, or their logarithms.</param>
    /// <param name="target">Counts; the same shape.</param>
    /// <param name="logInput">Are the inputs logarithms?</param>
    /// <param name="full">Add Stirling's approximation of log(target!) where the target is above 1?</param>
    /// <param name="epsilon">Keeps the logarithm of 0 finite.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    [Export("nn.functional.poisson_nll_loss")]
    public static Tensor PoissonNLLLoss(
        Tensor x, Tensor target, bool logInput = true, bool full = false, double epsilon = 1e-8, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("PoissonNLLLoss", x, target);
        Tensor loss = logInput ? x.Exp() - (target * x) : x - (target * (x + epsilon).Log());
        if (full)
        {
            Tensor many = target.Detach().Greater(1), safe = many.Where(target, 1);
            loss += many.Where((safe * safe.Log()) - safe + ((safe * (2 * Math.PI)).Log() * 0.5), 0);
        }
        return loss.Reduced(reduction);
    }

    /// <summary>Negative log-likelihood under normal distributions: ½(log v + (x - target)²/v).</summary>
    /// <param name="x">Expected values, any shape.</param>
    /// <param name="target">Observed values; the same shape.</param>
    /// <param name="variance">Variances v, not negative; broadcasts to x.</param>
    /// <param name="full">Add ½ log 2π?</param>
    /// <param name="epsilon">Smaller variances count as this; the gradient ignores that.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.gaussian_nll_loss")]
    public static Tensor GaussianNLLLoss(
        Tensor x, Tensor target, Tensor variance, bool full = false, double epsilon = 1e-6, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("GaussianNLLLoss", x, target);
        variance = Autocast.Full(variance);
        if (variance.Rank == x.Rank - 1 && Shape.Broadcast([.. variance.Shape.Span, 1], x.Shape) == x.Shape && variance.Shape != x.Shape) variance = variance.Unsqueeze(-1);
        if (Shape.Broadcast(x.Shape, variance.Shape) != x.Shape)
            throw new ShapeMismatchException($"GaussianNLLLoss of shape {x.Shape} expects a variance that broadcasts to it; got {variance.Shape}.", nameof(variance));
        Tensor held = variance.Detach(), v = variance + (held.Less(epsilon).Where(epsilon, held) - held);
        Tensor loss = (v.Log() + ((x - target).Square() / v)) * 0.5;
        return (full ? loss + (0.5 * Math.Log(2 * Math.PI)) : loss).Reduced(reduction);
    }

    /// <summary>Predictions and targets in a common floating-point dtype, which is not a half-precision one under autocast.</summary>
    private static (Tensor X, Tensor Target) Pair(string name, Tensor x, Tensor target)
    {
        if (x.Shape != target.Shape) throw new ShapeMismatchException($"{name} expects a target of the prediction's shape {x.Shape}; got {target.Shape}.", nameof(target));
        return Promotion.AlignFloating(Autocast.Full(x), Autocast.Full(target));
    }

    private static Tensor Reduced(this Tensor losses, LossReduction reduction) => reduction switch
    {
        LossReduction.None => losses,
        LossReduction.Sum => losses.Sum(),
        LossReduction.Mean => losses.Mean(),
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Unknown reduction; expected Mean, Sum or None."),
    };
}
