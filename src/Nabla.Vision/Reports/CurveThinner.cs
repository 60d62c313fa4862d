namespace Nabla.Vision.Reports;

/// <summary>Reduces a long curve to what can be seen: of every stretch the first, lowest, highest and last point.</summary>
internal static class CurveThinner
{
    /// <summary>Indices to draw, ascending: all up to <paramref name="limit"/>, else at most about that many.</summary>
    public static List<int> Pick(IReadOnlyList<double> values, int limit)
    {
        if (values.Count <= limit) return [.. Enumerable.Range(0, values.Count)];
        int stretches = Math.Max(1, limit / 4);
        var picked = new SortedSet<int>();
        for (int s = 0; s < stretches; s++)
        {
            int from = (int)((long)values.Count * s / stretches), to = (int)((long)values.Count * (s + 1) / stretches);
            int low = from, high = from;
            for (int i = from; i < to; i++)
            {
                if (!double.IsFinite(values[i])) continue;
                if (!double.IsFinite(values[low]) || values[i] < values[low]) low = i;
                if (!double.IsFinite(values[high]) || values[i] > values[high]) high = i;
            }
            picked.UnionWith([from, low, high, to - 1]);
        }
        return [.. picked];
    }
}
