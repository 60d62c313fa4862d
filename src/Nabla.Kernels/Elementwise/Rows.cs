using System.Runtime.CompilerServices;

namespace Nabla.Kernels.Elementwise;

/// <summary>One run of y = f(x).</summary>
internal readonly unsafe struct UnaryRow<T, K>(K kernel, T* x, T* y, bool stream) : IRow where T : unmanaged where K : struct, IUnaryKernel
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(long* offsets, long* steps, long count)
    {
        T* to = y + offsets[0];
        T* from = x + offsets[1];
        if (steps[0] == 1 && steps[1] == 1)
        {
            if (K.Cost < 4 && stream) StreamLoop.Run(kernel, from, to, count);
            else UnaryLoop.Run(kernel, from, to, count);
            return;
        }
        T* buffer = stackalloc T[Grain.Block];
        for (long i = 0; i < count; i += Grain.Block)
        {
            long n = Math.Min(Grain.Block, count - i);
            T* compact = Strided.Compact(from + (i * steps[1]), steps[1], buffer, n);
            if (steps[0] == 1)
            {
                UnaryLoop.Run(kernel, compact, to + i, n);
            }
            else
            {
                UnaryLoop.Run(kernel, compact, buffer, n);
                Strided.Scatter(buffer, to + (i * steps[0]), steps[0], n);
            }
        }
    }
}

/// <summary>One run of y = f(a, b).</summary>
internal readonly unsafe struct BinaryRow<T, K>(K kernel, T* a, T* b, T* y, bool stream) : IRow where T : unmanaged where K : struct, IBinaryKernel
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(long* offsets, long* steps, long count)
    {
        T* to = y + offsets[0];
        T* left = a + offsets[1];
        T* right = b + offsets[2];
        if (steps[0] == 1 && (ulong)steps[1] <= 1 && (ulong)steps[2] <= 1)
        {
            if (K.Cost < 4 && stream && steps[1] + steps[2] == 2) StreamLoop.Run(kernel, left, right, to, count);
            else BinaryLoop.Run(kernel, left, steps[1], right, steps[2], to, count);
            return;
        }
        T* buffer = stackalloc T[Grain.Block];
        T* second = stackalloc T[Grain.Block];
        for (long i = 0; i < count; i += Grain.Block)
        {
            long n = Math.Min(Grain.Block, count - i);
            long aStep = Math.Min(steps[1], 1);
            long bStep = Math.Min(steps[2], 1);
            T* p = steps[1] <= 1 ? left + (i * steps[1]) : Strided.Compact(left + (i * steps[1]), steps[1], buffer, n);
            T* q = steps[2] <= 1 ? right + (i * steps[2]) : Strided.Compact(right + (i * steps[2]), steps[2], second, n);
            if (steps[0] == 1)
            {
                BinaryLoop.Run(kernel, p, aStep, q, bStep, to + i, n);
            }
            else
            {
                BinaryLoop.Run(kernel, p, aStep, q, bStep, buffer, n);
                Strided.Scatter(buffer, to + (i * steps[0]), steps[0], n);
            }
        }
    }
}

/// <summary>One run of y = f(a, b, c).</summary>
internal readonly unsafe struct TernaryRow<T, K>(K kernel, T* a, T* b, T* c, T* y) : IRow where T : unmanaged where K : struct, ITernaryKernel
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(long* offsets, long* steps, long count)
    {
        T* to = y + offsets[0];
        if (steps[0] == 1 && steps[1] == 1 && steps[2] == 1 && steps[3] == 1)
        {
            TernaryLoop.Run(kernel, a + offsets[1], b + offsets[2], c + offsets[3], to, count);
            return;
        }
        T* first = stackalloc T[Grain.Block];
        T* second = stackalloc T[Grain.Block];
        T* third = stackalloc T[Grain.Block];
        for (long i = 0; i < count; i += Grain.Block)
        {
            long n = Math.Min(Grain.Block, count - i);
            T* p = Strided.Compact(a + offsets[1] + (i * steps[1]), steps[1], first, n);
            T* q = Strided.Compact(b + offsets[2] + (i * steps[2]), steps[2], second, n);
            T* r = Strided.Compact(c + offsets[3] + (i * steps[3]), steps[3], third, n);
            if (steps[0] == 1)
            {
                TernaryLoop.Run(kernel, p, q, r, to + i, n);
            }
            else
            {
                TernaryLoop.Run(kernel, p, q, r, first, n);
                Strided.Scatter(first, to + (i * steps[0]), steps[0], n);
            }
        }
    }
}

/// <summary>One run of a predicate.</summary>
internal readonly unsafe struct TestRow<T, K>(K kernel, T* x, byte* y) : IRow where T : unmanaged where K : struct, IUnaryKernel
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(long* offsets, long* steps, long count)
    {
        T* buffer = stackalloc T[Grain.Block];
        byte* result = stackalloc byte[Grain.Block];
        for (long i = 0; i < count; i += Grain.Block)
        {
            long n = Math.Min(Grain.Block, count - i);
            byte* to = y + offsets[0] + (i * steps[0]);
            T* compact = Strided.Compact(x + offsets[1] + (i * steps[1]), steps[1], buffer, n);
            MaskLoop.Test(kernel, compact, steps[0] == 1 ? to : result, n);
            if (steps[0] != 1)
                Strided.Scatter(result, to, steps[0], n);
        }
    }
}

/// <summary>One run of a comparison.</summary>
internal readonly unsafe struct CompareRow<T, K>(K kernel, T* a, T* b, byte* y) : IRow where T : unmanaged where K : struct, IBinaryKernel
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(long* offsets, long* steps, long count)
    {
        T* first = stackalloc T[Grain.Block];
        T* second = stackalloc T[Grain.Block];
        byte* result = stackalloc byte[Grain.Block];
        for (long i = 0; i < count; i += Grain.Block)
        {
            long n = Math.Min(Grain.Block, count - i);
            byte* to = y + offsets[0] + (i * steps[0]);
            T* p = Strided.Compact(a + offsets[1] + (i * steps[1]), steps[1], first, n);
            T* q = Strided.Compact(b + offsets[2] + (i * steps[2]), steps[2], second, n);
            MaskLoop.Compare(kernel, p, q, steps[0] == 1 ? to : result, n);
            if (steps[0] != 1)
                Strided.Scatter(result, to, steps[0], n);
        }
    }
}

/// <summary>One run of a selection.</summary>
internal readonly unsafe struct WhereRow<T>(byte* condition, T* a, T* b, T* y) : IRow where T : unmanaged
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(long* offsets, long* steps, long count)
    {
        byte* mask = stackalloc byte[Grain.Block];
        T* first = stackalloc T[Grain.Block];
        T* second = stackalloc T[Grain.Block];
        for (long i = 0; i < count; i += Grain.Block)
        {
            long n = Math.Min(Grain.Block, count - i);
            T* to = y + offsets[0] + (i * steps[0]);
            byte* m = Strided.Compact(condition + offsets[1] + (i * steps[1]), steps[1], mask, n);
            T* p = Strided.Compact(a + offsets[2] + (i * steps[2]), steps[2], first, n);
            T* q = Strided.Compact(b + offsets[3] + (i * steps[3]), steps[3], second, n);
            WhereLoop.Run(m, p, q, steps[0] == 1 ? to : first, n);
            if (steps[0] != 1)
                Strided.Scatter(first, to, steps[0], n);
        }
    }
}

/// <summary>One run of a constant.</summary>
internal readonly unsafe struct FillRow<T>(T value, T* y) : IRow where T : unmanaged
{
    public void Invoke(long* offsets, long* steps, long count)
    {
        T* to = y + offsets[0];
        if (steps[0] == 1)
        {
            for (long i = 0; i < count; i += 1 << 30)
                new Span<T>(to + i, (int)Math.Min(1 << 30, count - i)).Fill(value);
            return;
        }
        for (long i = 0; i < count; i++, to += steps[0])
            *to = value;
    }
}
