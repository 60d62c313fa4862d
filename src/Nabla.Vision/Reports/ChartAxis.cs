using System.Globalization;

namespace Nabla.Vision.Reports;

/// <summary>Maps values to positions and chooses round ticks: steps of 1, 2 or 5 times a power of ten, or decades.</summary>
internal sealed class ChartAxis
{
    private readonly double _low;
    private readonly double _high;
    private readonly bool _logarithmic;
    private readonly double _from;
    private readonly double _to;

    /// <param name="values">What must fit on the axis; those that cannot be shown are skipped.</param>
    /// <param name="from">Position of the low end.</param>
    /// <param name="to">Position of the high end.</param>
    /// <param name="ticks">About how many ticks.</param>
    /// <param name="tight">End at the data rather than at the next tick.</param>
    /// <param name="logarithmic">Decades instead of equal steps.</param>
    public ChartAxis(IEnumerable<double> values, double from, double to, int ticks, bool tight, bool logarithmic)
    {
        _logarithmic = logarithmic;
        (_from, _to) = (from, to);
        (double low, double high) = Range(values.Where(Shows));
        if (logarithmic)
        {
            (low, high) = (Math.Log10(low), Math.Log10(high));
            if (high - low < 1) (low, high) = (Math.Floor(low), Math.Floor(low) >= Math.Ceiling(high) ? Math.Floor(low) + 1 : Math.Ceiling(high));
            Ticks = [.. Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1).Select(power => Math.Pow(10, power))];
            int every = (Ticks.Count + ticks - 1) / ticks;
            Ticks = [.. Ticks.Where((_, i) => i % every == 0)];
            (_low, _high) = (Math.Floor(low), Math.Ceiling(high));
            return;
        }

        // A curve that falls to a small part of its start is best judged against zero.
        if (!tight && low > 0 && low < 0.45 * high) low = 0;
        if (high <= low)
        {
            double margin = low == 0 ? 1 : Math.Abs(low) * 0.1;
            (low, high) = tight ? (low, low + 1) : (low - margin, high + margin);
        }
        double step = RoundStep((high - low) / Math.Max(1, ticks - 1));
        double first = tight ? Math.Ceiling(low / step) : Math.Floor(low / step), last = tight ? Math.Floor(high / step) : Math.Ceiling(high / step);
        // Multiples of the step, made anew from integers so that 0.3 does not become 0.30000000000000004.
        Ticks = [.. Enumerable.Range(0, (int)Math.Min(last - first, 50) + 1).Select(i => Clean((first + i) * step))];
        (_low, _high) = tight ? (low, high) : (first * step, last * step);
    }

    /// <summary>Values to be labelled, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>False for what has no place on the axis.</summary>
    public bool Shows(double value) => double.IsFinite(value) && Math.Abs(value) < 1e300 && (!_logarithmic || value > 0);

    /// <summary>The position of a value.</summary>
    public double Place(double value)
    {
        double share = ((_logarithmic ? Math.Log10(value) : value) - _low) / (_high - _low);
        return _from + share * (_to - _from);
    }

    /// <summary>The label of a tick.</summary>
    public static string Label(double tick, ReportUnit unit)
    {
        if (unit == ReportUnit.Percent) return Clean(100 * tick).ToString("G6", CultureInfo.InvariantCulture) + "%";
        double size = Math.Abs(tick);
        if (size != 0 && (size < 1e-3 || size >= 1e6))
            return tick.ToString("0.###e0", CultureInfo.InvariantCulture);
        return tick.ToString(size >= 1000 ? "#,0.###" : "G6", CultureInfo.InvariantCulture);
    }

    private (double Low, double High) Range(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : _logarithmic ? (1, 10) : (0, 1);
    }

    private static double RoundStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return (digit <= 1.3 ? 1 : digit <= 3 ? 2 : digit <= 7 ? 5 : 10) * power;
    }

    private static double Clean(double value) => double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
