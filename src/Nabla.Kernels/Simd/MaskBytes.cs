using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Conversion between lane masks and the bytes of a boolean array.</summary>
internal static unsafe class MaskBytes
{
    /// <summary>Writes the low <paramref name="count"/> bits as bytes 0 or 1; count is 2, 4, 8, 16, 32 or 64.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Spread(ulong bits, byte* target, int count)
    {
        if (count == 2)
        {
            *(ushort*)target = (ushort)((bits & 1) | ((bits & 2) << 7));
        }
        else if (count == 4)
        {
            *(uint*)target = (uint)((bits * 0x00204081) & 0x01010101);
        }
        else
        {
            for (int i = 0; i < count; i += 8)
            {
                ulong eight = (bits >> i) & 0xFF;
                // The product puts bit k of the low seven at bit 8k; the eighth would collide and is moved alone.
                *(ulong*)(target + i) = (((eight & 0x7F) * 0x0002040810204081UL) & 0x0101010101010101UL) | ((eight & 0x80) << 49);
            }
        }
    }

    /// <summary>Reads Vector128&lt;T&gt;.Count bytes into a mask.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector128<T> Load128<T>(byte* source) where T : unmanaged
    {
        if (sizeof(T) == 1)
            return ~Vector128.Equals(Vector128.Load(source), Vector128<byte>.Zero).As<byte, T>();
        if (sizeof(T) == 2)
            return ~Vector128.Equals(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsByte()), Vector128<ushort>.Zero).As<ushort, T>();
        if (sizeof(T) == 4)
            return ~Vector128.Equals(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)source).AsByte())), Vector128<uint>.Zero).As<uint, T>();
        return ~Vector128.Equals(Vector128.Create((ulong)source[0], source[1]), Vector128<ulong>.Zero).As<ulong, T>();
    }

    /// <summary>Reads Vector256&lt;T&gt;.Count bytes into a mask.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> Load256<T>(byte* source) where T : unmanaged
    {
        if (sizeof(T) == 1)
            return ~Vector256.Equals(Vector256.Load(source), Vector256<byte>.Zero).As<byte, T>();
        if (sizeof(T) == 4)
        {
            Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsByte());
            return ~Vector256.Equals(Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide)), Vector256<uint>.Zero).As<uint, T>();
        }
        return Vector256.Create(Load128<T>(source), Load128<T>(source + Vector128<T>.Count));
    }

    /// <summary>Reads Vector512&lt;T&gt;.Count bytes into a mask.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector512<T> Load512<T>(byte* source) where T : unmanaged =>
        Vector512.Create(Load256<T>(source), Load256<T>(source + Vector256<T>.Count));
}
