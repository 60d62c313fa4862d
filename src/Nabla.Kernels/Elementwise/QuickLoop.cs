using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>y[i] = f(a[i], b[i]) by the quick formula of a kernel; arguments outside its range take the other one, each by its value alone.</summary>
internal static unsafe class QuickLoop
{
    /// <summary>Steps are 0 or 1; y may be a or b.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<K>(K kernel, float* a, int aStep, float* b, int bStep, float* y, long count) where K : struct, IBinaryKernel
    {
        float* left = stackalloc float[8], right = stackalloc float[8];
        Vector256<float> first = aStep == 0 ? Vector256.Create(*a) : default, second = bStep == 0 ? Vector256.Create(*b) : default;
        long i = 0;
        for (; K.HasQuickPair && i <= count - 16; i += 16)
        {
            Vector256<float> p = aStep == 0 ? first : Vector256.Load(a + i), q = bStep == 0 ? second : Vector256.Load(b + i);
            Vector256<float> r = aStep == 0 ? first : Vector256.Load(a + i + 8), s = bStep == 0 ? second : Vector256.Load(b + i + 8);
            Vector256<float> some = p, more = r;
            K.QuickPair(kernel, ref some, ref more, q, s, out Vector256<float> outside);
            if (Vector256.ExtractMostSignificantBits(outside) != 0)
            {
                Vector256<float> u = p, v = q;
                Careful(kernel, &u, &v, y + i);
                (u, v) = (r, s);
                Careful(kernel, &u, &v, y + i + 8);
                continue;
            }
            some.Store(y + i);
            more.Store(y + i + 8);
        }
        for (; i <= count - 8; i += 8)
        {
            Vector256<float> p = aStep == 0 ? first : Vector256.Load(a + i), q = bStep == 0 ? second : Vector256.Load(b + i);
            Vector256<float> some = K.Quick(kernel, p, q, out Vector256<float> outside);
            if (Vector256.ExtractMostSignificantBits(outside) == 0)
            {
                some.Store(y + i);
                continue;
            }
            Vector256<float> u = p, v = q;
            Careful(kernel, &u, &v, y + i);
        }
        if (i >= count) return;
        first.Store(left);
        second.Store(right);
        for (long j = i; j < count; j++)
        {
            left[j - i] = a[j * aStep];
            right[j - i] = b[j * bStep];
        }
        for (long j = count - i; j < 8; j++) (left[j], right[j]) = (left[0], right[0]);
        Vector256<float> lastA = Vector256.Load(left), lastB = Vector256.Load(right);
        Careful(kernel, &lastA, &lastB, left);
        Unsafe.CopyBlockUnaligned(y + i, left, (uint)((count - i) * sizeof(float)));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Careful<K>(K kernel, Vector256<float>* a, Vector256<float>* b, float* y) where K : struct, IBinaryKernel
    {
        Vector256<float> result = K.Quick(kernel, *a, *b, out Vector256<float> outside);
        Vector256<float> exact = kernel.Invoke<Lanes256<float>, float>(new(*a), new(*b)).Vector;
        Vector256.ConditionalSelect(outside, exact, result).Store(y);
    }
}
