using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Gemm;

/// <summary>Matrix product row by row, for the integer types and for sums of no terms.</summary>
internal static unsafe class SimpleProduct<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const long WorkPerThread = 1L << 16;

    /// <summary>Computes the product; K may be 0.</summary>
    public static void Run<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        var body = new Body<TEpilogue> { P = p, Epilogue = epilogue };
        WorkPool.For(p.M, Math.Max(1, WorkPerThread / (p.N * Math.Max(1, p.K))), ref body);
    }

    private struct Body<TEpilogue> : IRangeBody
        where TEpilogue : struct, IEpilogue<T>
    {
        public Product<T> P;
        public TEpilogue Epilogue;

        public void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++)
                Row(i);
        }

        private void Row(long i)
        {
            T* c = P.C + (i * P.CRow);
            Lanes1<T> beta = Lanes1<T>.Broadcast(P.Beta);
            for (long j = 0; j < P.N; j++)
                Lanes1<T>.Store(c + (j * P.CCol), P.ReadsC ? beta * Lanes1<T>.Load(c + (j * P.CCol)) : Lanes1<T>.Zero);
            for (long k = 0; k < P.K; k++)
            {
                Lanes1<T> factor = Lanes1<T>.Broadcast(P.Alpha) * Lanes1<T>.Load(P.A + (i * P.ARow) + (k * P.ACol));
                Accumulate(c, P.B + (k * P.BRow), Lanes1<T>.Get(factor, 0));
            }
            if (P.RowBias != null || P.ColumnBias != null)
                AddBias(c, i);
            if (TEpilogue.IsNone)
                return;
            if (P.CCol == 1 && P.N <= int.MaxValue)
            {
                Epilogue.Apply<TLanes>(c, i, 0, (int)P.N);
                return;
            }
            for (long j = 0; j < P.N; j++)
                Epilogue.Apply<Lanes1<T>>(c + (j * P.CCol), i, j, 1);
        }

        private readonly void AddBias(T* c, long i)
        {
            for (long j = 0; j < P.N; j++)
            {
                T* to = c + (j * P.CCol);
                if (P.RowBias != null)
                    Lanes1<T>.Store(to, Lanes1<T>.Load(to) + Lanes1<T>.Load(P.RowBias + i));
                if (P.ColumnBias != null)
                    Lanes1<T>.Store(to, Lanes1<T>.Load(to) + Lanes1<T>.Load(P.ColumnBias + j));
            }
        }

        private readonly void Accumulate(T* c, T* b, T factor)
        {
            long j = 0;
            if (P.BCol == 1 && P.CCol == 1)
            {
                TLanes wide = TLanes.Broadcast(factor);
                for (; j <= P.N - TLanes.Count; j += TLanes.Count)
                    TLanes.Store(c + j, TLanes.Load(c + j) + (wide * TLanes.Load(b + j)));
            }
            Lanes1<T> one = Lanes1<T>.Broadcast(factor);
            for (; j < P.N; j++)
            {
                T* to = c + (j * P.CCol);
                Lanes1<T>.Store(to, Lanes1<T>.Load(to) + (one * Lanes1<T>.Load(b + (j * P.BCol))));
            }
        }
    }
}
