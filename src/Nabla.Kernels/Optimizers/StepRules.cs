using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Optimizers;

/// <summary>The gradient as every rule takes it: turned round to climb, with weight decay added.</summary>
internal static class StepGradient
{
    public static V Of<V, T>(V p, V g, double decay, bool maximize) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (maximize) g = -g;
        return decay != 0 ? V.Fma(p, V.Constant(decay), g) : g;
    }
}

/// <summary>RMSprop: a is the mean of the squares, b the mean of the gradients (if centred), c the direction (with momentum).</summary>
/// <param name="LearningRate">Step length.</param>
/// <param name="Alpha">Decay of the means.</param>
/// <param name="Epsilon">Keeps the denominator above 0.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient.</param>
/// <param name="Momentum">Share of the direction kept.</param>
/// <param name="Centered">Divide by the deviation.</param>
/// <param name="Maximize">Climb.</param>
/// <param name="Inside">Epsilon below the root, as in TensorFlow.</param>
/// <param name="RateInside">The learning rate enters the direction, as in TensorFlow.</param>
public readonly record struct RmsPropRule(
    double LearningRate, double Alpha, double Epsilon, double WeightDecay, double Momentum, bool Centered, bool Maximize, bool Inside = false, bool RateInside = false) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        g = StepGradient.Of<V, T>(p, g, WeightDecay, Maximize);
        V alpha = V.Constant(Alpha), rest = V.Constant(1 - Alpha);
        a = V.Fma(rest * g, g, a * alpha);
        V spread = a;
        if (Centered)
        {
            b = V.Fma(g, rest, b * alpha);
            spread = a - (b * b);
        }
        V direction = g / (Inside ? V.Sqrt(spread + Epsilon) : V.Sqrt(spread) + Epsilon);
        if (RateInside) direction *= LearningRate;
        if (Momentum > 0) direction = c = V.Fma(c, V.Constant(Momentum), direction);
        p -= RateInside ? direction : direction * LearningRate;
    }
}

/// <summary>Adagrad: a is the sum of the squares.</summary>
/// <param name="Rate">Step length of this step.</param>
/// <param name="Epsilon">Added to the denominator.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient.</param>
/// <param name="Maximize">Climb.</param>
public readonly record struct AdagradRule(double Rate, double Epsilon, double WeightDecay, bool Maximize) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        g = StepGradient.Of<V, T>(p, g, WeightDecay, Maximize);
        a = V.Fma(g, g, a);
        p -= g * Rate / (V.Sqrt(a) + Epsilon);
    }
}

/// <summary>Adadelta: a is the mean of the squares, b that of the squared steps.</summary>
/// <param name="LearningRate">Factor of the step.</param>
/// <param name="Rho">Decay of the means.</param>
/// <param name="Epsilon">Added below the roots.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient.</param>
/// <param name="Maximize">Climb.</param>
public readonly record struct AdadeltaRule(double LearningRate, double Rho, double Epsilon, double WeightDecay, bool Maximize) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        g = StepGradient.Of<V, T>(p, g, WeightDecay, Maximize);
        V rho = V.Constant(Rho), rest = V.Constant(1 - Rho);
        a = V.Fma(rest * g, g, a * rho);
        V delta = V.Sqrt(b + Epsilon) / V.Sqrt(a + Epsilon) * g;
        b = V.Fma(rest * delta, delta, b * rho);
        p -= delta * LearningRate;
    }
}

/// <summary>Adamax: a is the mean of the gradients, b the decaying maximum of their size.</summary>
/// <param name="Rate">Step length with the correction of this step.</param>
/// <param name="Beta1">Decay of the mean.</param>
/// <param name="Beta2">Decay of the maximum.</param>
/// <param name="Epsilon">Added to the size.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient.</param>
/// <param name="Maximize">Climb.</param>
public readonly record struct AdamaxRule(double Rate, double Beta1, double Beta2, double Epsilon, double WeightDecay, bool Maximize) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        g = StepGradient.Of<V, T>(p, g, WeightDecay, Maximize);
        a = V.Fma(g, V.Constant(1 - Beta1), a * Beta1);
        b = V.Max(b * Beta2, V.Abs(g) + Epsilon);
        p -= a * Rate / b;
    }
}

/// <summary>Adam with its two terms weighted apart, which makes NAdam and RAdam: a is the mean of the gradients, b that of their squares.</summary>
/// <param name="OfMean">Factor of the mean in the step.</param>
/// <param name="OfGradient">Factor of the gradient in the step; 0 in RAdam.</param>
/// <param name="Beta1">Decay of the mean.</param>
/// <param name="Beta2">Decay of the mean of the squares.</param>
/// <param name="Scale">What the mean of the squares is divided by below the root.</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient.</param>
/// <param name="Maximize">Climb.</param>
/// <param name="Bare">Leave out the denominator.</param>
public readonly record struct WeightedAdamRule(
    double OfMean, double OfGradient, double Beta1, double Beta2, double Scale, double Epsilon, double WeightDecay, bool Maximize, bool Bare = false) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        g = StepGradient.Of<V, T>(p, g, WeightDecay, Maximize);
        a = V.Fma(g, V.Constant(1 - Beta1), a * Beta1);
        b = V.Fma(V.Constant(1 - Beta2) * g, g, b * Beta2);
        V step = a * OfMean;
        if (OfGradient != 0) step = V.Fma(g, V.Constant(OfGradient), step);
        p -= Bare ? step : step / (V.Sqrt(b / V.Constant(Scale)) + Epsilon);
    }
}

/// <summary>Resilient propagation: a is the previous gradient, b the step size.</summary>
/// <param name="Shrink">Factor of the step size when the sign changes.</param>
/// <param name="Grow">Factor of the step size when it stays.</param>
/// <param name="Smallest">Smallest step size.</param>
/// <param name="Largest">Largest step size.</param>
/// <param name="Maximize">Climb.</param>
public readonly record struct RpropRule(double Shrink, double Grow, double Smallest, double Largest, bool Maximize) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (Maximize) g = -g;
        V same = g * a, turned = V.Less(same, V.Zero);
        V factor = V.Select(V.Greater(same, V.Zero), V.Constant(Grow), V.Select(turned, V.Constant(Shrink), V.Constant(1)));
        b = V.Clamp(b * factor, Smallest, Largest);
        g = V.Select(turned, V.Zero, g);
        V sign = V.Select(V.Greater(g, V.Zero), V.Constant(1), V.Select(V.Less(g, V.Zero), V.Constant(-1), g));
        p -= sign * b;
        a = g;
    }
}

/// <summary>Averaged descent: a is the average.</summary>
/// <param name="Rate">Step length of this step.</param>
/// <param name="Shrink">Factor of the parameters before the step.</param>
/// <param name="Share">How far the average moves to the parameters; 1 copies them.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient.</param>
/// <param name="Maximize">Climb.</param>
public readonly record struct AsgdRule(double Rate, double Shrink, double Share, double WeightDecay, bool Maximize) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        g = StepGradient.Of<V, T>(p, g, WeightDecay, Maximize);
        p = V.Fma(g, V.Constant(-Rate), p * Shrink);
        a = Share == 1 ? p : V.Fma(p - a, V.Constant(Share), a);
    }
}

/// <summary>Lion: a is the momentum.</summary>
/// <param name="LearningRate">Step length.</param>
/// <param name="Beta1">Share of the momentum in the direction.</param>
/// <param name="Beta2">Decay of the momentum.</param>
/// <param name="WeightDecay">Decoupled decay.</param>
/// <param name="Maximize">Climb.</param>
public readonly record struct LionRule(double LearningRate, double Beta1, double Beta2, double WeightDecay, bool Maximize) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (Maximize) g = -g;
        V mixed = V.Fma(g, V.Constant(1 - Beta1), a * Beta1);
        V step = V.Select(V.Greater(mixed, V.Zero), V.Constant(LearningRate), V.Select(V.Less(mixed, V.Zero), V.Constant(-LearningRate), mixed));
        p = (p * (1 - (LearningRate * WeightDecay))) - step;
        a = V.Fma(g, V.Constant(1 - Beta2), a * Beta2);
    }
}

/// <summary>A running average: p is the average, g the value.</summary>
/// <param name="Rest">How far the average moves to the value, in (0, 1].</param>
public readonly record struct AverageRule(double Rest) : IStepRule
{
    /// <inheritdoc/>
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged => p = V.Fma(g - p, V.Constant(Rest), p);
}
