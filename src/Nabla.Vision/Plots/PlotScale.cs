namespace Nabla.Vision.Plots;

/// <summary>Values of an axis to places in a picture.</summary>
internal sealed class PlotScale
{
    private readonly double _low, _high, _from, _to;
    private readonly bool _log, _limited;

    private PlotScale(double low, double high, bool log, double from, double to, bool limited) =>
        (_low, _high, _log, _from, _to, _limited) = (low, high, log, from, to, limited);

    public static PlotScale Fit(IEnumerable<double> values, bool log, double from, double to, (double Low, double High)? range, bool tight)
    {
        if (range is { } given) return new(Map(given.Low, log), Map(given.High, log), log, from, to, true);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (log && value <= 0)) continue;
            low = Math.Min(low, Map(value, log));
            high = Math.Max(high, Map(value, log));
        }
        if (low > high) (low, high) = (0, 1);
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high))) (low, high) = (low - 0.5, high + 0.5);
        double margin = tight ? 0 : (high - low) * 0.06;
        return new(low - margin, high + margin, log, from, to, false);
    }

    public bool Shows(double value)
    {
        if (!double.IsFinite(value) || (_log && value <= 0)) return false;
        double at = Map(value, _log), slack = 1e-9 * (_high - _low);
        return !_limited || (at >= _low - slack && at <= _high + slack);
    }

    public double Place(double value) => _from + ((Map(value, _log) - _low) / (_high - _low) * (_to - _from));

    /// <summary>Round values inside the axis, about as many as asked for.</summary>
    public IEnumerable<double> Ticks(int count)
    {
        count = Math.Max(2, count);
        double step = Step((_high - _low) / count, _log);
        for (double k = Math.Ceiling((_low / step) - 1e-9); k * step <= _high + (1e-9 * step); k++)
            yield return _log ? Math.Pow(10, k * step) : k == 0 ? 0 : k * step;
    }

    private static double Step(double raw, bool log)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = unit * (raw / unit <= 1 ? 1 : raw / unit <= 2 ? 2 : raw / unit <= 5 ? 5 : 10);
        return log ? Math.Max(1, Math.Round(step)) : step;
    }

    private static double Map(double value, bool log) => log ? Math.Log10(value) : value;
}
