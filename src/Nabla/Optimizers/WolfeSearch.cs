namespace Nabla;

/// <summary>Line search for a step with sufficient decrease and a flat enough slope, the strong Wolfe conditions.</summary>
/// <remarks>Bracketing and zooming with cubic interpolation, in the order and with the constants of PyTorch 1.13. Nocedal and Wright 2006, algorithms 3.5 and 3.6.</remarks>
internal static class WolfeSearch
{
    private const double Decrease = 1e-4;
    private const double Flatness = 0.9;
    private const int Most = 25;

    /// <summary>Finds a step length.</summary>
    /// <param name="evaluate">Loss and gradient at a step length.</param>
    /// <param name="t">The first length to try.</param>
    /// <param name="d">The direction.</param>
    /// <param name="f">Loss at 0.</param>
    /// <param name="g">Gradient at 0.</param>
    /// <param name="slope">Slope at 0, negative.</param>
    /// <param name="tolerance">Smallest bracket worth dividing, in the parameters.</param>
    public static (double Loss, Tensor Gradient, double Length, int Evaluations) Run(
        Func<double, (double Loss, Tensor Gradient)> evaluate, double t, Tensor d, double f, Tensor g, double slope, double tolerance)
    {
        double size = d.Abs().Amax().Item();
        Point origin = new(0, f, g, slope), previous = origin, now = At(t);
        int evaluations = 1, iterations = 0;
        Point low = origin, high = now;
        bool done = false, bracketed = false;
        while (iterations < Most)
        {
            if (now.Loss > f + (Decrease * now.Length * slope) || (iterations > 1 && now.Loss >= previous.Loss) || double.IsNaN(now.Loss))
            {
                (low, high, bracketed) = (previous, now, true);
                break;
            }
            if (Math.Abs(now.Slope) <= -Flatness * slope)
            {
                (low, done, bracketed) = (now, true, true);
                break;
            }
            if (now.Slope >= 0)
            {
                (low, high, bracketed) = (previous, now, true);
                break;
            }
            double next = Interpolate(previous, now, now.Length + (0.01 * (now.Length - previous.Length)), now.Length * 10);
            previous = now;
            now = At(next);
            evaluations++;
            iterations++;
        }
        if (!bracketed) (low, high) = (origin, now);
        if (!done && low.Loss > high.Loss) (low, high) = (high, low);

        bool stuck = false;
        while (!done && iterations < Most && !(Math.Abs(high.Length - low.Length) * size < tolerance))
        {
            double left = Math.Min(low.Length, high.Length), right = Math.Max(low.Length, high.Length);
            double next = Interpolate(low, high, left, right), margin = 0.1 * (right - left);
            if (Math.Min(right - next, next - left) < margin)
            {
                // Too near the rim twice in a row, or on it: go a tenth inside.
                bool inside = stuck || next >= right || next <= left;
                if (inside) next = Math.Abs(next - right) < Math.Abs(next - left) ? right - margin : left + margin;
                stuck = !inside;
            }
            else
            {
                stuck = false;
            }
            now = At(next);
            evaluations++;
            iterations++;
            if (now.Loss > f + (Decrease * now.Length * slope) || now.Loss >= low.Loss)
            {
                high = now;
                if (low.Loss > high.Loss) (low, high) = (high, low);
            }
            else
            {
                if (Math.Abs(now.Slope) <= -Flatness * slope) done = true;
                else if (now.Slope * (high.Length - low.Length) >= 0) high = low;
                low = now;
            }
        }
        return (low.Loss, low.Gradient, low.Length, evaluations);

        Point At(double length)
        {
            (double loss, Tensor gradient) = evaluate(length);
            return new(length, loss, gradient, (gradient * d).Sum().Item());
        }
    }

    /// <summary>The lowest place of the cubic through two points with their slopes, kept within bounds; their middle when there is none.</summary>
    private static double Interpolate(Point a, Point b, double least, double most)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Loss - b.Loss) / (a.Length - b.Length)), root = (d1 * d1) - (a.Slope * b.Slope);
        if (!(root >= 0)) return (least + most) / 2;
        double d2 = Math.Sqrt(root);
        double place = a.Length <= b.Length
            ? b.Length - ((b.Length - a.Length) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))))
            : a.Length - ((a.Length - b.Length) * ((a.Slope + d2 - d1) / (a.Slope - b.Slope + (2 * d2))));
        return Math.Min(Math.Max(place, least), most);
    }

    private sealed record Point(double Length, double Loss, Tensor Gradient, double Slope);
}
