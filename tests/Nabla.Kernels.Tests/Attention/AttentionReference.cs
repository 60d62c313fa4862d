using Nabla.Kernels.Attention;

namespace Nabla.Kernels.Tests.Attention;

/// <summary>Attention by the definition, with the whole matrix of scores, in double.</summary>
internal sealed class AttentionReference(AttentionShape s, double[] q, double[] k, double[] v, double scale, Func<long, long, long, double> bias, Func<long, long, long, double>? factor = null)
{
    public double[] Y { get; } = new double[s.Heads * s.Queries * s.ValueWidth];

    public double[] LogSumExp { get; } = new double[s.Heads * s.Queries];

    public double[] Gq { get; } = new double[q.Length];

    public double[] Gk { get; } = new double[k.Length];

    public double[] Gv { get; } = new double[v.Length];

    /// <summary>Computes everything for an upstream gradient.</summary>
    public void Run(double[] gy)
    {
        for (long h = 0; h < s.Heads; h++)
        {
            for (long i = 0; i < s.Queries; i++) Row(h, i, gy);
        }
    }

    private void Row(long h, long i, double[] gy)
    {
        long row = h * s.Queries + i, keys = h / s.Group * s.Keys;
        var p = new double[s.Keys];
        for (long j = 0; j < s.Keys; j++) p[j] = scale * Enumerable.Range(0, (int)s.Width).Sum(c => q[row * s.Width + c] * k[(keys + j) * s.Width + c]) + bias(h, i, j);
        double max = p.Length == 0 ? double.NegativeInfinity : p.Max();
        LogSumExp[row] = double.PositiveInfinity;
        if (double.IsNegativeInfinity(max)) return;
        double sum = p.Sum(x => Math.Exp(x - max));
        LogSumExp[row] = max + Math.Log(sum);
        for (long j = 0; j < s.Keys; j++) p[j] = Math.Exp(p[j] - max) / sum;
        var dp = new double[s.Keys];
        double delta = 0;
        for (long j = 0; j < s.Keys; j++)
        {
            double kept = factor?.Invoke(h, i, j) ?? 1;
            for (long c = 0; c < s.ValueWidth; c++)
            {
                double g = gy[row * s.ValueWidth + c], value = v[(keys + j) * s.ValueWidth + c];
                Y[row * s.ValueWidth + c] += p[j] * kept * value;
                Gv[(keys + j) * s.ValueWidth + c] += p[j] * kept * g;
                dp[j] += kept * g * value;
            }

            delta += p[j] * dp[j];
        }

        for (long j = 0; j < s.Keys; j++)
        {
            double ds = p[j] * (dp[j] - delta) * scale;
            for (long c = 0; c < s.Width; c++)
            {
                Gq[row * s.Width + c] += ds * k[(keys + j) * s.Width + c];
                Gk[(keys + j) * s.Width + c] += ds * q[row * s.Width + c];
            }
        }
    }
}
