using FsCheck;
using FsCheck.Fluent;

namespace Nabla.Algorithms.Tests.Support;

/// <summary>FsCheck properties, with a few generators that matter to sorting and windows.</summary>
internal static class Property
{
    public static void Holds<T>(Func<T, bool> property, int tests = 100)
        => Prop.ForAll(property).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    public static void Holds<T, U>(Func<T, U, bool> property, int tests = 100)
        => Prop.ForAll(property).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    /// <summary>Integers of a few kinds: tiny range, full range, already sorted, reversed, organ pipe.</summary>
    public static IEnumerable<int[]> Patterns(int n)
    {
        var random = new Random(n);
        yield return Fill(n, _ => random.Next(int.MinValue, int.MaxValue));
        yield return Fill(n, _ => random.Next(4));
        yield return Fill(n, _ => 7);
        yield return Fill(n, i => i);
        yield return Fill(n, i => -i);
        yield return Fill(n, i => Math.Min(i, n - i));
        yield return Fill(n, i => i % 2 == 0 ? int.MinValue : int.MaxValue);
        yield return Fill(n, i => i ^ (i >> 3));
        yield return Fill(n, i => i == n - 1 ? -1 : i);
    }

    public static T[] Fill<T>(int n, Func<int, T> value)
    {
        var values = new T[n];
        for (int i = 0; i < n; i++) values[i] = value(i);
        return values;
    }
}
