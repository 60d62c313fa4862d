namespace Nabla.Cli.Benchmarks.Accuracy;

/// <summary>The largest error of an elementwise function over float32 numbers, taken one bit pattern after the other.</summary>
/// <param name="Function">The function.</param>
/// <param name="Values">How many numbers were compared; NaN is none.</param>
/// <param name="Worst">Largest error in units in the last place of the exact value (of the function's floor, where that is larger).</param>
/// <param name="At">Where it is.</param>
/// <param name="BeyondOne">Share of the numbers whose error is above one unit.</param>
/// <param name="BeyondTwo">How many numbers have an error above two units.</param>
internal sealed record EveryFloat(AccurateFunction Function, long Values, double Worst, float At, double BeyondOne, long BeyondTwo)
{
    private const int Chunk = 1 << 20;

    /// <summary>Compares the float32 kernel with the float64 one, whose own error is a billionth of a unit here.</summary>
    /// <param name="function">What to measure.</param>
    /// <param name="stride">1 for every number; more to step over bit patterns.</param>
    /// <param name="low">Smallest number that counts.</param>
    /// <param name="high">Largest number that counts.</param>
    public static EveryFloat Measure(AccurateFunction function, uint stride = 1, float low = float.NegativeInfinity, float high = float.PositiveInfinity)
    {
        float[] x = new float[Chunk];
        (long values, long one, long two, double worst, float at) = (0, 0, 0, 0, 0);
        for (long start = 0; start < 1L << 32; start += (long)Chunk * stride)
        {
            int count = 0;
            for (long i = 0; i < Chunk && start + (i * stride) < 1L << 32; i++)
            {
                float value = BitConverter.UInt32BitsToSingle((uint)(start + (i * stride)));
                if (value >= low && value <= high) x[count++] = value;
            }
            if (count == 0) continue;
            using TensorScope scope = new();
            Tensor single = Tensor.Of(x.AsSpan(0, count).ToArray(), [count]);
            float[] y = function.Run(single).ToArray<float>();
            double[] exact = function.Run(single.To(DType.Float64)).ToArray<double>();
            for (int i = 0; i < count; i++)
            {
                if (double.IsNaN(exact[i])) continue;
                double error = Error(y[i], exact[i], function.Floor);
                values++;
                if (error > 1) one++;
                if (!(error <= 2)) two++;
                if (!(error <= worst)) (worst, at) = (error, x[i]);
            }
        }
        return new(function, values, worst, at, one / (double)Math.Max(1, values), two);
    }

    /// <summary>|y - exact| in units in the last place of max(|exact|, floor), which are never below those of subnormal numbers.</summary>
    public static double Error(float y, double exact, double floor)
    {
        // What rounds to infinity must be infinite, and nothing else may.
        if (!float.IsFinite(y) || double.IsInfinity(exact)) return y.Equals((float)exact) ? 0 : double.PositiveInfinity;
        double size = Math.Max(Math.Abs(exact), floor);
        long exponent = Math.Clamp((BitConverter.DoubleToInt64Bits(size) >> 52) & 0x7FF, 1023 - 126, 1023 + 127);
        return Math.Abs(y - exact) * BitConverter.Int64BitsToDouble((1023 + 23 + 1023 - exponent) << 52);
    }
}
