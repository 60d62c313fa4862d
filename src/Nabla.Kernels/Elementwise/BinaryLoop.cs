using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Whether an operand advances or stays on one element; a type, so that loops are compiled for each case.</summary>
internal interface IAdvance
{
    static abstract bool Advances { get; }
}

/// <summary>Adjacent elements.</summary>
internal readonly struct Adjacent : IAdvance
{
    public static bool Advances => true;
}

/// <summary>One element for the whole run.</summary>
internal readonly struct Repeated : IAdvance
{
    public static bool Advances => false;
}

/// <summary>y[i] = f(a[i], b[i]) over adjacent elements, either operand possibly a single element; y may be a or b.</summary>
internal static unsafe class BinaryLoop
{
    /// <summary>Runs on the widest fast vectors; steps are 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, K>(K kernel, T* a, long aStep, T* b, long bStep, T* y, long count) where T : unmanaged where K : struct, IBinaryKernel
    {
        if (Width.Is512) Run<Lanes512<T>, T, K>(kernel, a, aStep, b, bStep, y, count);
        else if (Width.Is256) Run<Lanes256<T>, T, K>(kernel, a, aStep, b, bStep, y, count);
        else if (Width.Is128) Run<Lanes128<T>, T, K>(kernel, a, aStep, b, bStep, y, count);
        else Run<Lanes1<T>, T, K>(kernel, a, aStep, b, bStep, y, count);
    }

    /// <summary>Runs on the given lanes; steps are 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, T, K>(K kernel, T* a, long aStep, T* b, long bStep, T* y, long count)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where K : struct, IBinaryKernel
    {
        if (bStep != 0 && aStep != 0) Run<V, T, K, Adjacent, Adjacent>(kernel, a, b, y, count);
        else if (aStep != 0) Run<V, T, K, Adjacent, Repeated>(kernel, a, b, y, count);
        else if (bStep != 0) Run<V, T, K, Repeated, Adjacent>(kernel, a, b, y, count);
        else Run<V, T, K, Repeated, Repeated>(kernel, a, b, y, count);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, T, K, A, B>(K kernel, T* a, T* b, T* y, long count)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where K : struct, IBinaryKernel
        where A : struct, IAdvance
        where B : struct, IAdvance
    {
        V single = !A.Advances ? V.Broadcast(*a) : !B.Advances ? V.Broadcast(*b) : default;
        V other = !A.Advances && !B.Advances ? V.Broadcast(*b) : default;
        long i = 0;
        if (typeof(V) == typeof(Lanes256<float>) && K.HasQuick)
        {
            QuickLoop.Run(kernel, (float*)a, A.Advances ? 1 : 0, (float*)b, B.Advances ? 1 : 0, (float*)y, count);
            return;
        }
        if (K.Cost < 4)
        {
            for (; i <= count - (2 * V.Count); i += 2 * V.Count)
            {
                V p = kernel.Invoke<V, T>(A.Advances ? V.Load(a + i) : single, B.Advances ? V.Load(b + i) : A.Advances ? single : other);
                V q = kernel.Invoke<V, T>(A.Advances ? V.Load(a + i + V.Count) : single, B.Advances ? V.Load(b + i + V.Count) : A.Advances ? single : other);
                V.Store(y + i, p);
                V.Store(y + i + V.Count, q);
            }
        }
        T* tail = stackalloc T[64];
        T* tailB = stackalloc T[64];
        T* left = a;
        T* right = b;
        T* to = y;
        long end = count - V.Count;
        long done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
                V.Store(to + i, kernel.Invoke<V, T>(A.Advances ? V.Load(left + i) : single, B.Advances ? V.Load(right + i) : A.Advances ? single : other));
            if (V.Count == 1)
                return;
            if (to == tail)
                break;
            if (i >= count)
                return;
            done = i;
            uint bytes = (uint)((count - done) * sizeof(T));
            if (A.Advances)
            {
                V.Store(tail, V.Broadcast(a[done]));
                Unsafe.CopyBlockUnaligned(tail, a + done, bytes);
            }
            if (B.Advances)
            {
                V.Store(tailB, V.Broadcast(b[done]));
                Unsafe.CopyBlockUnaligned(tailB, b + done, bytes);
            }
            left = to = tail;
            right = tailB;
            i = end = 0;
        }
        Unsafe.CopyBlockUnaligned(y + done, tail, (uint)((count - done) * sizeof(T)));
    }
}
