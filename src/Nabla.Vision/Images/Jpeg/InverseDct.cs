using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>8 x 8 inverse DCT in integers, with the roundings of libjpeg's accurate method.</summary>
/// <remarks>Loeffler, Ligtenberg and Moschytz, Practical fast 1-D DCT algorithms with 11 multiplications (1989), in 13 bits of fraction.</remarks>
internal static class InverseDct
{
    private const int ConstantBits = 13, FirstBits = 2;
    private const int FirstDescale = ConstantBits - FirstBits, SecondDescale = ConstantBits + FirstBits + 3;

    /// <summary>A block of coefficients to 8 rows of samples.</summary>
    /// <param name="block">64 coefficients in natural order, times their quantisation steps.</param>
    /// <param name="samples">Receives the rows.</param>
    /// <param name="stride">Bytes between rows.</param>
    public static void Transform(ReadOnlySpan<short> block, Span<byte> samples, int stride)
    {
        if (Avx2.IsSupported) Vectors(block, samples, stride);
        else Scalars(block, samples, stride);
    }

    /// <summary>The same for a block with a DC coefficient alone.</summary>
    public static void Flat(int coefficient, Span<byte> samples, int stride)
    {
        int value = ((coefficient << FirstBits) + (1 << (FirstBits + 2))) >> (FirstBits + 3);
        ulong row = 0x0101010101010101UL * (byte)Math.Clamp(value + 128, 0, 255);
        for (int y = 0; y < 8; y++) BinaryPrimitives.WriteUInt64LittleEndian(samples[(y * stride)..], row);
    }

    internal static void Scalars(ReadOnlySpan<short> block, Span<byte> samples, int stride)
    {
        Span<DctScalar> work = stackalloc DctScalar[64];
        for (int i = 0; i < 64; i++) work[i] = new(block[i]);
        for (int x = 0; x < 8; x++)
        {
            Butterfly(
                ref work[x], ref work[x + 8], ref work[x + 16], ref work[x + 24],
                ref work[x + 32], ref work[x + 40], ref work[x + 48], ref work[x + 56], FirstDescale);
        }
        for (int y = 0; y < 8; y++)
        {
            Span<DctScalar> row = work.Slice(y * 8, 8);
            Butterfly(ref row[0], ref row[1], ref row[2], ref row[3], ref row[4], ref row[5], ref row[6], ref row[7], SecondDescale);
            for (int x = 0; x < 8; x++) samples[y * stride + x] = (byte)Math.Clamp(row[x].Value + 128, 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vectors(ReadOnlySpan<short> block, Span<byte> samples, int stride)
    {
        _ = block[63];
        _ = samples[7 * stride + 7];
        ref short source = ref MemoryMarshal.GetReference(block);
        DctVector r0 = Row(ref source, 0), r1 = Row(ref source, 1), r2 = Row(ref source, 2), r3 = Row(ref source, 3);
        DctVector r4 = Row(ref source, 4), r5 = Row(ref source, 5), r6 = Row(ref source, 6), r7 = Row(ref source, 7);
        Butterfly(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, FirstDescale);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Butterfly(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, SecondDescale);

        // Vector k now holds column k. Packed to bytes, each half holds four columns of four rows; a shuffle makes them rows.
        Vector256<short> bias = Vector256.Create((short)128);
        Vector256<byte> left = Avx2.PackUnsignedSaturate(
            Avx2.PackSignedSaturate(r0.Value, r1.Value) + bias, Avx2.PackSignedSaturate(r2.Value, r3.Value) + bias);
        Vector256<byte> right = Avx2.PackUnsignedSaturate(
            Avx2.PackSignedSaturate(r4.Value, r5.Value) + bias, Avx2.PackSignedSaturate(r6.Value, r7.Value) + bias);
        Vector256<byte> byRow = Vector256.Create(
            (byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        Vector256<int> a = Avx2.Shuffle(left, byRow).AsInt32(), b = Avx2.Shuffle(right, byRow).AsInt32();
        Vector256<ulong> even = Avx2.UnpackLow(a, b).AsUInt64(), odd = Avx2.UnpackHigh(a, b).AsUInt64();
        ref byte target = ref MemoryMarshal.GetReference(samples);
        Store(ref target, 0, even.GetElement(0));
        Store(ref target, stride, even.GetElement(1));
        Store(ref target, 2 * stride, odd.GetElement(0));
        Store(ref target, 3 * stride, odd.GetElement(1));
        Store(ref target, 4 * stride, even.GetElement(2));
        Store(ref target, 5 * stride, even.GetElement(3));
        Store(ref target, 6 * stride, odd.GetElement(2));
        Store(ref target, 7 * stride, odd.GetElement(3));
    }

    /// <summary>The one-dimensional transform of eight values, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly<L>(ref L v0, ref L v1, ref L v2, ref L v3, ref L v4, ref L v5, ref L v6, ref L v7, int descale)
        where L : struct, IDctLanes<L>
    {
        // Even part.
        L z1 = (v2 + v6) * 4433;
        L t2 = z1 - v6 * 15137, t3 = z1 + v2 * 6270;
        L t0 = (v0 + v4) << ConstantBits, t1 = (v0 - v4) << ConstantBits;
        L e0 = t0 + t3, e3 = t0 - t3, e1 = t1 + t2, e2 = t1 - t2;

        // Odd part.
        L z5 = (v7 + v3 + v5 + v1) * 9633;
        L z3 = z5 - (v7 + v3) * 16069, z4 = z5 - (v5 + v1) * 3196;
        z1 = (v7 + v1) * 7373;
        L z2 = (v5 + v3) * 20995;
        t0 = v7 * 2446 - z1 + z3;
        t1 = v5 * 16819 - z2 + z4;
        t2 = v3 * 25172 - z2 + z3;
        t3 = v1 * 12299 - z1 + z4;

        v0 = L.Descale(e0 + t3, descale);
        v7 = L.Descale(e0 - t3, descale);
        v1 = L.Descale(e1 + t2, descale);
        v6 = L.Descale(e1 - t2, descale);
        v2 = L.Descale(e2 + t1, descale);
        v5 = L.Descale(e2 - t1, descale);
        v3 = L.Descale(e3 + t0, descale);
        v4 = L.Descale(e3 - t0, descale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DctVector Row(ref short block, int row) =>
        new(Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref block, (nuint)(8 * row))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref byte target, nint offset, ulong value) => Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, offset), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref DctVector r0, ref DctVector r1, ref DctVector r2, ref DctVector r3, ref DctVector r4, ref DctVector r5, ref DctVector r6, ref DctVector r7)
    {
        Vector256<long> a0 = Avx2.UnpackLow(r0.Value, r1.Value).AsInt64(), a1 = Avx2.UnpackHigh(r0.Value, r1.Value).AsInt64();
        Vector256<long> a2 = Avx2.UnpackLow(r2.Value, r3.Value).AsInt64(), a3 = Avx2.UnpackHigh(r2.Value, r3.Value).AsInt64();
        Vector256<long> a4 = Avx2.UnpackLow(r4.Value, r5.Value).AsInt64(), a5 = Avx2.UnpackHigh(r4.Value, r5.Value).AsInt64();
        Vector256<long> a6 = Avx2.UnpackLow(r6.Value, r7.Value).AsInt64(), a7 = Avx2.UnpackHigh(r6.Value, r7.Value).AsInt64();
        Vector256<int> b0 = Avx2.UnpackLow(a0, a2).AsInt32(), b1 = Avx2.UnpackHigh(a0, a2).AsInt32();
        Vector256<int> b2 = Avx2.UnpackLow(a1, a3).AsInt32(), b3 = Avx2.UnpackHigh(a1, a3).AsInt32();
        Vector256<int> b4 = Avx2.UnpackLow(a4, a6).AsInt32(), b5 = Avx2.UnpackHigh(a4, a6).AsInt32();
        Vector256<int> b6 = Avx2.UnpackLow(a5, a7).AsInt32(), b7 = Avx2.UnpackHigh(a5, a7).AsInt32();
        r0 = new(Avx2.Permute2x128(b0, b4, 0x20));
        r1 = new(Avx2.Permute2x128(b1, b5, 0x20));
        r2 = new(Avx2.Permute2x128(b2, b6, 0x20));
        r3 = new(Avx2.Permute2x128(b3, b7, 0x20));
        r4 = new(Avx2.Permute2x128(b0, b4, 0x31));
        r5 = new(Avx2.Permute2x128(b1, b5, 0x31));
        r6 = new(Avx2.Permute2x128(b2, b6, 0x31));
        r7 = new(Avx2.Permute2x128(b3, b7, 0x31));
    }
}
