namespace Nabla.Kernels.Interpolation;

/// <summary>Builds the tables of the usual filters.</summary>
public static class ResampleTables
{
    /// <summary>The table of one axis.</summary>
    /// <param name="filter">How inputs are weighed.</param>
    /// <param name="inputs">Input positions, 1 or more.</param>
    /// <param name="outputs">Output positions, 1 or more.</param>
    /// <param name="alignCorners">Do the centres of the first and last positions coincide, rather than the edges?</param>
    /// <param name="scale">Inputs per output as a user gave it (1/factor); null takes it from the sizes.</param>
    /// <param name="antialias">Widen the filter when shrinking, so that every input counts; linear and cubic only.</param>
    /// <exception cref="ArgumentOutOfRangeException">An axis is empty.</exception>
    public static ResampleTable Create(ResampleFilter filter, int inputs, int outputs, bool alignCorners = false, double? scale = null, bool antialias = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        double step = alignCorners ? (outputs > 1 ? (inputs - 1.0) / (outputs - 1) : 0) : scale ?? (double)inputs / outputs;
        Builder taps = new(inputs, outputs);
        for (int j = 0; j < outputs; j++)
        {
            switch (filter)
            {
                // The reference computes these in single precision, and the floor shows it.
                case ResampleFilter.Nearest: taps.Add(Math.Min((int)MathF.Floor(j * (float)step), inputs - 1), 1); break;
                case ResampleFilter.NearestExact: taps.Add(Math.Min((int)MathF.Floor((j + 0.5f) * (float)step), inputs - 1), 1); break;
                case ResampleFilter.Area: Area(taps, j, inputs, outputs); break;
                case ResampleFilter.Linear when antialias: Wide(taps, j, step, inputs, 1, Triangle); break;
                case ResampleFilter.Cubic when antialias: Wide(taps, j, step, inputs, 2, x => Keys(x, -0.5)); break;
                case ResampleFilter.Linear: Linear(taps, alignCorners ? j * step : Math.Max((step * (j + 0.5)) - 0.5, 0), inputs); break;
                default: Cubic(taps, alignCorners ? j * step : (step * (j + 0.5)) - 0.5, inputs); break;
            }
            taps.End();
        }
        return taps.Build();
    }

    private static void Area(Builder taps, int j, int inputs, int outputs)
    {
        int from = (int)((long)j * inputs / outputs), to = (int)((((long)j + 1) * inputs + outputs - 1) / outputs);
        for (int i = from; i < to; i++) taps.Add(i, 1.0 / (to - from));
    }

    private static void Linear(Builder taps, double at, int inputs)
    {
        int left = Math.Min((int)at, inputs - 1), right = Math.Min(left + 1, inputs - 1);
        double part = Math.Clamp(at - left, 0, 1);
        taps.Add(left, 1 - part);
        taps.Add(right, part);
    }

    private static void Cubic(Builder taps, double at, int inputs)
    {
        double floor = Math.Floor(at);
        for (int k = -1; k <= 2; k++) taps.Add(Math.Clamp((int)floor + k, 0, inputs - 1), Keys(at - floor - k, -0.75));
    }

    // The filter stretched over as many inputs as an output covers, cut off at the ends and scaled to a sum of 1.
    private static void Wide(Builder taps, int j, double step, int inputs, double support, Func<double, double> filter)
    {
        double stretch = Math.Max(step, 1), centre = step * (j + 0.5), radius = support * stretch, total = 0;
        int from = Math.Max((int)(centre - radius + 0.5), 0), to = Math.Min((int)(centre + radius + 0.5), inputs);
        for (int i = from; i < to; i++) total += filter((i - centre + 0.5) / stretch);
        for (int i = from; i < to; i++) taps.Add(i, filter((i - centre + 0.5) / stretch) / total);
    }

    private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));

    private static double Keys(double x, double a)
    {
        x = Math.Abs(x);
        if (x <= 1) return (((a + 2) * x) - (a + 3)) * x * x + 1;
        return x < 2 ? ((((x - 5) * x) + 8) * x - 4) * a : 0;
    }

    private sealed class Builder(int inputs, int outputs)
    {
        private readonly List<int> _starts = new(outputs + 1) { 0 }, _sources = [];
        private readonly List<double> _weights = [];

        public void Add(int source, double weight)
        {
            int last = _sources.Count - 1;
            // Positions clamped to an end meet there.
            if (last >= _starts[^1] && _sources[last] == source) _weights[last] += weight;
            else if (weight != 0)
            {
                _sources.Add(source);
                _weights.Add(weight);
            }
        }

        public void End() => _starts.Add(_sources.Count);

        public ResampleTable Build() => new(inputs, [.. _starts], [.. _sources], [.. _weights]);
    }
}
