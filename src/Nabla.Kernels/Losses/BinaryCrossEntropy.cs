using System.Numerics;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Losses;

/// <summary>Binary cross-entropy of sigmoid(x) with targets t, computed from the scores so that nothing overflows.</summary>
/// <remarks>
/// loss = w·(l + (1 + (p - 1)·t)·log(1 + e^-|x|)) with l = (1 - t)·x for x >= 0 and -p·t·x below, p the weight of positives;
/// ∂x = w·((1 - t + p·t)·sigmoid(x) - p·t).
/// </remarks>
public static unsafe class BinaryCrossEntropy
{
    private const long Chunk = 2048;

    /// <summary>Unreduced losses and their sum.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Scores [count].</param>
    /// <param name="target">Targets [count], usually in 0..1.</param>
    /// <param name="weight">Element weights [count], or null.</param>
    /// <param name="posWeight">Weights of positives [posCount], or null; element i uses entry (i / posInner) mod posCount.</param>
    /// <param name="posCount">Number of entries of <paramref name="posWeight"/>.</param>
    /// <param name="posInner">How many consecutive elements share an entry.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="losses">Receives the losses [count].</param>
    /// <returns>Sum of the losses and their number.</returns>
    public static LossTotal Forward<T>(T* x, T* target, T* weight, T* posWeight, long posCount, long posInner, long count, T* losses) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var body = new Body<T> { X = x, Target = target, Weight = weight, PosWeight = posWeight, PosCount = posCount, PosInner = posInner, Count = count, Output = losses };
        body.Check();
        WorkPool.For(Chunks.Count(count, Chunk), 4, ref body);
        return new LossTotal(MachineVector.Sum(losses, count), count);
    }

    /// <summary>Gradient of the scores.</summary>
    /// <param name="x">Scores [count].</param>
    /// <param name="target">Targets [count].</param>
    /// <param name="weight">Element weights [count], or null.</param>
    /// <param name="posWeight">Weights of positives, or null, as in <see cref="Forward"/>.</param>
    /// <param name="posCount">Number of entries of <paramref name="posWeight"/>.</param>
    /// <param name="posInner">How many consecutive elements share an entry.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="g">Upstream gradient: one value, or [count].</param>
    /// <param name="gStride">0 when g is one value, 1 when there is one an element.</param>
    /// <param name="scale">Factor of g: 1, or 1/count for the mean.</param>
    /// <param name="gx">Gradient [count], overwritten; may be x.</param>
    public static void Backward<T>(T* x, T* target, T* weight, T* posWeight, long posCount, long posInner, long count, T* g, int gStride, double scale, T* gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var body = new Body<T> { X = x, Target = target, Weight = weight, PosWeight = posWeight, PosCount = posCount, PosInner = posInner, Count = count, Output = gx, G = g, GStride = gStride, Scale = MachineVector.FromDouble<T>(scale) };
        body.Check();
        WorkPool.For(Chunks.Count(count, Chunk), 4, ref body);
    }

    private struct Body<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X, Target, Weight, PosWeight, G, Output;
        public long PosCount, PosInner, Count;
        public int GStride;
        public T Scale;

        public readonly void Check()
        {
            if (PosWeight == null) return;
            ArgumentOutOfRangeException.ThrowIfLessThan(PosCount, 1, "posCount");
            ArgumentOutOfRangeException.ThrowIfLessThan(PosInner, 1, "posInner");
        }

        public readonly void Invoke(long start, long end)
        {
            T* positives = stackalloc T[(int)Chunk];
            new Span<T>(positives, (int)Chunk).Fill(T.One);
            for (long c = start; c < end; c++)
            {
                (long low, long high) = Chunks.Bounds(Count, Chunk, c);
                if (PosWeight != null) Positives(low, high, positives);
                long i = low;
                for (; i <= high - Vector<T>.Count; i += Vector<T>.Count) Step(X + i, Target + i, At(Weight, i), positives + (i - low), GStride == 0 ? G : At(G, i), Output + i);
                if (i < high) Tail(i, (int)(high - i), positives + (i - low));
            }
        }

        private static T* At(T* values, long i) => values == null ? null : values + i;

        private readonly void Positives(long low, long high, T* positives)
        {
            long entry = low / PosInner % PosCount, left = PosInner - low % PosInner;
            for (long i = 0; i < high - low; i++)
            {
                positives[i] = PosWeight[entry];
                if (--left > 0) continue;
                left = PosInner;
                if (++entry == PosCount) entry = 0;
            }
        }

        /// <summary>The last partial vector, through padded copies.</summary>
        private readonly void Tail(long at, int count, T* positives)
        {
            const int Widest = 64;
            T* space = stackalloc T[5 * Widest];
            new Span<T>(space, 5 * Widest).Clear();
            T* x = space, t = space + Widest, w = space + 2 * Widest, g = space + 3 * Widest, y = space + 4 * Widest;
            new Span<T>(X + at, count).CopyTo(new Span<T>(x, count));
            new Span<T>(Target + at, count).CopyTo(new Span<T>(t, count));
            if (Weight != null) new Span<T>(Weight + at, count).CopyTo(new Span<T>(w, count));
            if (G != null && GStride != 0) new Span<T>(G + at, count).CopyTo(new Span<T>(g, count));
            T* padded = stackalloc T[Widest];
            new Span<T>(padded, Widest).Fill(T.One);
            new Span<T>(positives, count).CopyTo(new Span<T>(padded, count));
            Step(x, t, Weight == null ? null : w, padded, G != null && GStride != 0 ? g : G, y);
            new Span<T>(y, count).CopyTo(new Span<T>(Output + at, count));
        }

        private readonly void Step(T* xs, T* ts, T* ws, T* ps, T* gs, T* output)
        {
            Vector<T> x = MachineVector.Load(xs), t = MachineVector.Load(ts), p = MachineVector.Load(ps);
            Vector<T> e = MachineMath.ExpNonPositive(-Vector.Abs(x)), result;
            if (gs == null)
            {
                Vector<T> linear = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -p * t, Vector<T>.One - t) * x;
                result = linear + (Vector<T>.One + (p - Vector<T>.One) * t) * MachineMath.LogOnePlus(e);
            }
            else
            {
                Vector<T> positive = Vector<T>.One / (Vector<T>.One + e);
                Vector<T> sigmoid = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), e * positive, positive);
                Vector<T> upstream = GStride == 0 ? new Vector<T>(*gs) : MachineVector.Load(gs);
                result = ((Vector<T>.One - t + p * t) * sigmoid - p * t) * (upstream * new Vector<T>(Scale));
            }

            if (ws != null) result *= MachineVector.Load(ws);
            MachineVector.Store(output, result);
        }
    }
}
