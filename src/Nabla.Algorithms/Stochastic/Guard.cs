using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Stochastic;

/// <summary>Checks of arguments that several methods share.</summary>
internal static class Guard
{
    public static void Weight(double weight)
    {
        if (!(weight >= 0) || double.IsInfinity(weight)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight must be a number from 0 up.");
    }

    public static void Finite(double value, [CallerArgumentExpression(nameof(value))] string? argument = null)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(argument, value, "The value must be finite.");
    }

    public static void Share(double value, [CallerArgumentExpression(nameof(value))] string? argument = null)
    {
        if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(argument, value, "The value must be in 0..1.");
    }

    public static void Length(int expected, int given, string argument)
    {
        if (given != expected) throw new ArgumentException($"Expected {expected} values; got {given}.", argument);
    }
}
