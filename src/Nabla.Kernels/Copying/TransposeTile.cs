using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Kernels.Copying;

/// <summary>Transposes a small tile: the source is adjacent along rows of the target's columns.</summary>
internal static unsafe class TransposeTile
{
    /// <summary>to[r·toStep + c] = from[c·fromStep + r] for r &lt; rows, c &lt; columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* from, long fromStep, T* to, long toStep, long rows, long columns) where T : unmanaged
    {
        long c = 0;
        if (sizeof(T) == 4 && Vector128.IsHardwareAccelerated)
        {
            for (; c <= columns - 4; c += 4)
            {
                long r = 0;
                for (; r <= rows - 4; r += 4)
                    Four((int*)(from + (c * fromStep) + r), fromStep, (int*)(to + (r * toStep) + c), toStep);
                for (; r < rows; r++)
                {
                    for (long k = c; k < c + 4; k++)
                        to[(r * toStep) + k] = from[(k * fromStep) + r];
                }
            }
        }
        for (; c < columns; c++)
        {
            T* source = from + (c * fromStep);
            T* target = to + c;
            for (long r = 0; r < rows; r++, target += toStep)
                *target = source[r];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(int* from, long fromStep, int* to, long toStep)
    {
        Vector128<int> a = Vector128.Load(from);
        Vector128<int> b = Vector128.Load(from + fromStep);
        Vector128<int> c = Vector128.Load(from + (2 * fromStep));
        Vector128<int> d = Vector128.Load(from + (3 * fromStep));
        Vector128<int> ac0 = Interleave(a, c, high: false), ac1 = Interleave(a, c, high: true);
        Vector128<int> bd0 = Interleave(b, d, high: false), bd1 = Interleave(b, d, high: true);
        Interleave(ac0, bd0, high: false).Store(to);
        Interleave(ac0, bd0, high: true).Store(to + toStep);
        Interleave(ac1, bd1, high: false).Store(to + (2 * toStep));
        Interleave(ac1, bd1, high: true).Store(to + (3 * toStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Interleave(Vector128<int> left, Vector128<int> right, bool high)
    {
        if (System.Runtime.Intrinsics.X86.Sse2.IsSupported)
            return high ? System.Runtime.Intrinsics.X86.Sse2.UnpackHigh(left, right) : System.Runtime.Intrinsics.X86.Sse2.UnpackLow(left, right);
        if (System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported)
        {
            return high
                ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipHigh(left, right)
                : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipLow(left, right);
        }
        int at = high ? 2 : 0;
        return Vector128.Create(left.GetElement(at), right.GetElement(at), left.GetElement(at + 1), right.GetElement(at + 1));
    }
}
