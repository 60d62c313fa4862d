using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>Transposes small square blocks in 128-bit registers, for packing against the grain.</summary>
internal static unsafe class Transposition<T>
    where T : unmanaged
{
    /// <summary>Side of the block: 4 floats, 2 doubles, or 1 where the machine cannot interleave vectors.</summary>
    public static int Side
    {
        [MethodImpl(AggressiveInlining)]
        get => !(Sse2.IsSupported || AdvSimd.Arm64.IsSupported) ? 1 : sizeof(T) == 4 ? 4 : sizeof(T) == 8 ? 2 : 1;
    }

    /// <summary>target[i, j] = source[j, i] for a block of <see cref="Side"/> x <see cref="Side"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Block(T* source, nint sourceRow, T* target, nint targetRow)
    {
        if (Side == 4)
        {
            Vector128<float> a = Vector128.Load((float*)source), b = Vector128.Load((float*)(source + sourceRow));
            Vector128<float> c = Vector128.Load((float*)(source + (2 * sourceRow))), d = Vector128.Load((float*)(source + (3 * sourceRow)));
            Vector128<float> ac0 = Low(a, c), ac1 = High(a, c), bd0 = Low(b, d), bd1 = High(b, d);
            Low(ac0, bd0).Store((float*)target);
            High(ac0, bd0).Store((float*)(target + targetRow));
            Low(ac1, bd1).Store((float*)(target + (2 * targetRow)));
            High(ac1, bd1).Store((float*)(target + (3 * targetRow)));
        }
        else if (Side == 2)
        {
            Vector128<double> a = Vector128.Load((double*)source), b = Vector128.Load((double*)(source + sourceRow));
            Low(a, b).Store((double*)target);
            High(a, b).Store((double*)(target + targetRow));
        }
        else
        {
            *target = *source;
        }
    }

    /// <summary>Whether <see cref="Eight"/> is at hand.</summary>
    public static bool IsEight
    {
        [MethodImpl(AggressiveInlining)]
        get => Avx.IsSupported && typeof(T) == typeof(float);
    }

    /// <summary>target[i, j] = source[j, i] for eight rows of the source and its first four columns, or six (<paramref name="wide"/>); rows of the target are 8 long.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Eight(T* source, nint sourceRow, T* target, bool wide)
    {
        float* s = (float*)source;
        float* t = (float*)target;
        Vector256<float> a = Pair(s, sourceRow, 0), b = Pair(s, sourceRow, 1), c = Pair(s, sourceRow, 2), d = Pair(s, sourceRow, 3);
        Vector256<float> ac0 = Avx.UnpackLow(a, c), ac1 = Avx.UnpackHigh(a, c), bd0 = Avx.UnpackLow(b, d), bd1 = Avx.UnpackHigh(b, d);
        Avx.UnpackLow(ac0, bd0).Store(t);
        Avx.UnpackHigh(ac0, bd0).Store(t + 8);
        Avx.UnpackLow(ac1, bd1).Store(t + 16);
        Avx.UnpackHigh(ac1, bd1).Store(t + 24);
        if (!wide)
            return;
        ac0 = Avx.UnpackLow(Pair(s + 4, sourceRow, 0), Pair(s + 4, sourceRow, 2));
        bd0 = Avx.UnpackLow(Pair(s + 4, sourceRow, 1), Pair(s + 4, sourceRow, 3));
        Avx.UnpackLow(ac0, bd0).Store(t + 32);
        Avx.UnpackHigh(ac0, bd0).Store(t + 40);
    }

    /// <summary>Four elements of a row and of the row four below.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector256<float> Pair(float* source, nint row, nint index) =>
        Avx.InsertVector128(Vector128.Load(source + (index * row)).ToVector256Unsafe(), Vector128.Load(source + ((index + 4) * row)), 1);

    /// <summary>target[i, j] = source[offsets[j] + i] for a block of <see cref="Side"/> x <see cref="Side"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Block(T* source, long* offsets, T* target, nint targetRow)
    {
        if (Side == 4)
        {
            Vector128<float> a = Vector128.Load((float*)(source + offsets[0])), b = Vector128.Load((float*)(source + offsets[1]));
            Vector128<float> c = Vector128.Load((float*)(source + offsets[2])), d = Vector128.Load((float*)(source + offsets[3]));
            Vector128<float> ac0 = Low(a, c), ac1 = High(a, c), bd0 = Low(b, d), bd1 = High(b, d);
            Low(ac0, bd0).Store((float*)target);
            High(ac0, bd0).Store((float*)(target + targetRow));
            Low(ac1, bd1).Store((float*)(target + (2 * targetRow)));
            High(ac1, bd1).Store((float*)(target + (3 * targetRow)));
        }
        else if (Side == 2)
        {
            Vector128<double> a = Vector128.Load((double*)(source + offsets[0])), b = Vector128.Load((double*)(source + offsets[1]));
            Low(a, b).Store((double*)target);
            High(a, b).Store((double*)(target + targetRow));
        }
        else
        {
            *target = source[*offsets];
        }
    }

    /// <summary>target[i] = source[i * step].</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Every(T* source, nint step, T* target, long count)
    {
        nint i = 0;
        // The last group is left to single reads: its vectors would reach one element past the last one asked for.
        if (step == 2 && Side == 4)
        {
            for (; i < count - 4; i += 4)
                Even(Vector128.Load((float*)(source + (2 * i))), Vector128.Load((float*)(source + (2 * i) + 4))).Store((float*)(target + i));
        }
        for (; i < count; i++)
            target[i] = source[i * step];
    }

    /// <summary>The four even and the four odd elements of eight floats.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Split(T* source, T* even, T* odd)
    {
        Vector128<float> a = Vector128.Load((float*)source), b = Vector128.Load((float*)(source + 4));
        Even(a, b).Store((float*)even);
        Odd(a, b).Store((float*)odd);
    }

    /// <summary>Eight floats from four even and four odd ones.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Weave(T* even, T* odd, T* target)
    {
        Vector128<float> a = Vector128.Load((float*)even), b = Vector128.Load((float*)odd);
        Low(a, b).Store((float*)target);
        High(a, b).Store((float*)(target + 4));
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector128<float> Even(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b10_00_10_00) : AdvSimd.Arm64.UnzipEven(a, b);

    [MethodImpl(AggressiveInlining)]
    private static Vector128<float> Odd(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b11_01_11_01) : AdvSimd.Arm64.UnzipOdd(a, b);

    [MethodImpl(AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(AggressiveInlining)]
    private static Vector128<double> Low(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(AggressiveInlining)]
    private static Vector128<double> High(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
