using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Vision.Images;

/// <summary>Between planes and interleaved pixels, 16 pixels at a time.</summary>
internal static class Interleaving
{
    /// <summary>Writes 48 bytes: a0 b0 c0 a1 b1 c1 ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store3(ref byte target, Vector128<byte> a, Vector128<byte> b, Vector128<byte> c)
    {
        const byte No = 0xFF;
        (Vector128.Shuffle(a, Vector128.Create((byte)0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No, 5))
            | Vector128.Shuffle(b, Vector128.Create(No, (byte)0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No))
            | Vector128.Shuffle(c, Vector128.Create(No, No, (byte)0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No))).StoreUnsafe(ref target);
        (Vector128.Shuffle(a, Vector128.Create(No, No, (byte)6, No, No, 7, No, No, 8, No, No, 9, No, No, 10, No))
            | Vector128.Shuffle(b, Vector128.Create((byte)5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No, 10))
            | Vector128.Shuffle(c, Vector128.Create(No, (byte)5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No))).StoreUnsafe(ref target, 16);
        (Vector128.Shuffle(a, Vector128.Create(No, (byte)11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No, No))
            | Vector128.Shuffle(b, Vector128.Create(No, No, (byte)11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No))
            | Vector128.Shuffle(c, Vector128.Create((byte)10, No, No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15))).StoreUnsafe(ref target, 32);
    }

    /// <summary>Reads 48 bytes a0 b0 c0 a1 b1 c1 ... into three planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<byte> A, Vector128<byte> B, Vector128<byte> C) Load3(ref byte source)
    {
        const byte No = 0xFF;
        Vector128<byte> x = Vector128.LoadUnsafe(ref source), y = Vector128.LoadUnsafe(ref source, 16), z = Vector128.LoadUnsafe(ref source, 32);
        return (
            Vector128.Shuffle(x, Vector128.Create((byte)0, 3, 6, 9, 12, 15, No, No, No, No, No, No, No, No, No, No))
                | Vector128.Shuffle(y, Vector128.Create(No, No, No, No, No, No, (byte)2, 5, 8, 11, 14, No, No, No, No, No))
                | Vector128.Shuffle(z, Vector128.Create(No, No, No, No, No, No, No, No, No, No, No, (byte)1, 4, 7, 10, 13)),
            Vector128.Shuffle(x, Vector128.Create((byte)1, 4, 7, 10, 13, No, No, No, No, No, No, No, No, No, No, No))
                | Vector128.Shuffle(y, Vector128.Create(No, No, No, No, No, (byte)0, 3, 6, 9, 12, 15, No, No, No, No, No))
                | Vector128.Shuffle(z, Vector128.Create(No, No, No, No, No, No, No, No, No, No, No, (byte)2, 5, 8, 11, 14)),
            Vector128.Shuffle(x, Vector128.Create((byte)2, 5, 8, 11, 14, No, No, No, No, No, No, No, No, No, No, No))
                | Vector128.Shuffle(y, Vector128.Create(No, No, No, No, No, (byte)1, 4, 7, 10, 13, No, No, No, No, No, No))
                | Vector128.Shuffle(z, Vector128.Create(No, No, No, No, No, No, No, No, No, No, (byte)0, 3, 6, 9, 12, 15)));
    }
}
