using System.Runtime.CompilerServices;

namespace Nabla.Kernels.Elementwise;

/// <summary>Copies between a strided run and a compact buffer.</summary>
internal static unsafe class Strided
{
    /// <summary>buffer[i] = source[i * step] for 0 &lt;= i &lt; count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(T* source, long step, T* buffer, long count) where T : unmanaged
    {
        if (step == 0)
        {
            new Span<T>(buffer, (int)count).Fill(*source);
            return;
        }
        long i = 0;
        for (; i <= count - 4; i += 4, source += 4 * step)
        {
            T a = source[0], b = source[step], c = source[2 * step], d = source[3 * step];
            buffer[i] = a;
            buffer[i + 1] = b;
            buffer[i + 2] = c;
            buffer[i + 3] = d;
        }
        for (; i < count; i++, source += step)
            buffer[i] = *source;
    }

    /// <summary>target[i * step] = buffer[i] for 0 &lt;= i &lt; count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<T>(T* buffer, T* target, long step, long count) where T : unmanaged
    {
        for (long i = 0; i < count; i++, target += step)
            *target = buffer[i];
    }

    /// <summary>The run itself when its elements are adjacent, else the buffer it has been gathered into.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Compact<T>(T* source, long step, T* buffer, long count) where T : unmanaged
    {
        if (step == 1)
            return source;
        Gather(source, step, buffer, count);
        return buffer;
    }
}
