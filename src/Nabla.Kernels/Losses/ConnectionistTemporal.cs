using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Losses;

/// <summary>Connectionist temporal classification: -log of the probability of all alignments of labels with a longer sequence. Float or double, summed in double.</summary>
/// <remarks>
/// The forward-backward algorithm over the labels with blanks between them, in logarithms: O(time · labels) a sequence. Graves et al. (2006).
/// </remarks>
public static unsafe class ConnectionistTemporal
{
    /// <summary>The loss of each sequence, and optionally the gradient of their weighted sum.</summary>
    /// <param name="x">Log-probabilities [time, batch, classes], contiguous.</param>
    /// <param name="time">Extent of the first axis.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="classes">Number of classes, blank included.</param>
    /// <param name="labels">The labels of all sequences, one after the other.</param>
    /// <param name="starts">Where each sequence's labels start [batch + 1].</param>
    /// <param name="lengths">Steps of each sequence [batch], at most <paramref name="time"/>.</param>
    /// <param name="blank">The class that is no label.</param>
    /// <param name="losses">Receives the losses [batch]; may be null. Infinite when no alignment exists.</param>
    /// <param name="g">Weight of each loss [batch]; read only with a gradient.</param>
    /// <param name="gx">Receives the gradient with respect to x; may be null. A sequence of weight 0 gets zeros.</param>
    public static void Run<T>(T* x, long time, long batch, long classes, long* labels, long* starts, long* lengths, long blank, T* losses, T* g, T* gx)
        where T : unmanaged
    {
        Body<T> body = new() { X = x, Time = time, Batch = batch, Classes = classes, Labels = labels, Starts = starts, Lengths = lengths, Blank = blank, Losses = losses, G = g, Gx = gx };
        WorkPool.For(batch, 1, ref body);
    }

    private struct Body<T> : IRangeBody where T : unmanaged
    {
        public T* X, Losses, G, Gx;
        public long* Labels, Starts, Lengths;
        public long Time, Batch, Classes, Blank;

        public readonly void Invoke(long start, long end)
        {
            for (long n = start; n < end; n++)
            {
                long* labels = Labels + Starts[n];
                long count = Starts[n + 1] - Starts[n], steps = Lengths[n], states = (2 * count) + 1;
                double[] alpha = new double[Math.Max(1, steps) * states];
                Forward(n, labels, steps, states, alpha);
                double loss = steps == 0 ? (count == 0 ? 0 : double.PositiveInfinity) : -Last(alpha.AsSpan((int)((steps - 1) * states)), states);
                if (Losses != null) Losses[n] = ScalarNumber.From<T>(loss);
                if (Gx != null) Backward(n, labels, steps, states, alpha, loss);
            }
        }

        private readonly void Forward(long n, long* labels, long steps, long states, double[] alpha)
        {
            Array.Fill(alpha, double.NegativeInfinity);
            for (long t = 0; t < steps; t++)
            {
                Span<double> now = alpha.AsSpan((int)(t * states), (int)states);
                for (long s = 0; s < states; s++)
                {
                    double before = t == 0 ? (s < 2 ? 0 : double.NegativeInfinity) : Reached(alpha.AsSpan((int)((t - 1) * states), (int)states), labels, s);
                    now[(int)s] = before + Emission(n, t, Class(labels, s));
                }
            }
        }

        private readonly void Backward(long n, long* labels, long steps, long states, double[] alpha, double loss)
        {
            for (long t = 0; t < Time; t++) new Span<T>(Gx + (((t * Batch) + n) * Classes), (int)Classes).Clear();
            double weight = ScalarNumber.ToDouble(G[n]);
            if (weight == 0) return;
            double[] after = new double[states], beta = new double[states], sums = new double[Classes];
            for (long t = steps - 1; t >= 0; t--)
            {
                // beta[s]: log-probability of what follows, this step excluded.
                for (long s = 0; s < states; s++) beta[s] = t == steps - 1 ? (s >= states - 2 ? 0 : double.NegativeInfinity) : Leaves(after, labels, s, states);
                Array.Clear(sums);
                for (long s = 0; s < states; s++)
                {
                    long at = Class(labels, s);
                    sums[at] += Math.Exp(alpha[(t * states) + s] + beta[s] + loss);
                    after[s] = beta[s] + Emission(n, t, at);
                }
                T* gradient = Gx + (((t * Batch) + n) * Classes);
                for (long c = 0; c < Classes; c++) gradient[c] = ScalarNumber.From<T>(-weight * sums[c]);
            }
        }

        private readonly double Emission(long n, long t, long at) => ScalarNumber.ToDouble(X[(((t * Batch) + n) * Classes) + at]);

        private readonly long Class(long* labels, long state) => (state & 1) == 0 ? Blank : labels[state / 2];

        /// <summary>May a path jump from state - 2 to state? Not to a blank, nor from a label to its equal.</summary>
        private readonly bool Jumps(long* labels, long state) => state >= 2 && (state & 1) == 1 && labels[state / 2] != labels[(state / 2) - 1];

        private readonly double Reached(Span<double> before, long* labels, long s)
        {
            double stay = before[(int)s], step = s > 0 ? before[(int)s - 1] : double.NegativeInfinity;
            return Sum(stay, step, Jumps(labels, s) ? before[(int)s - 2] : double.NegativeInfinity);
        }

        private readonly double Leaves(double[] after, long* labels, long s, long states)
        {
            double step = s + 1 < states ? after[s + 1] : double.NegativeInfinity;
            return Sum(after[s], step, s + 2 < states && Jumps(labels, s + 2) ? after[s + 2] : double.NegativeInfinity);
        }

        private static double Last(Span<double> alpha, long states) =>
            Sum(alpha[(int)states - 1], states > 1 ? alpha[(int)states - 2] : double.NegativeInfinity, double.NegativeInfinity);

        private static double Sum(double a, double b, double c)
        {
            double most = Math.Max(a, Math.Max(b, c));
            return double.IsNegativeInfinity(most) ? most : most + Math.Log(Math.Exp(a - most) + Math.Exp(b - most) + Math.Exp(c - most));
        }
    }
}
