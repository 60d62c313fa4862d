using System.Runtime.InteropServices;

namespace Nabla.Tests.Golden;

/// <summary>Moves elements in and out of tensors without the library's ops: bytes in, doubles or integers out, following the strides.</summary>
internal static class GoldenValues
{
    /// <summary>Copies raw elements into a fresh contiguous tensor.</summary>
    public static void Fill(this Tensor tensor, ReadOnlySpan<byte> data)
    {
        switch (tensor.DType.Size())
        {
            case 1 when tensor.DType == DType.Bool: MemoryMarshal.Cast<byte, bool>(data).CopyTo(tensor.AsSpan<bool>()); break;
            case 1 when tensor.DType == DType.UInt8: data.CopyTo(tensor.AsSpan<byte>()); break;
            case 1: MemoryMarshal.Cast<byte, sbyte>(data).CopyTo(tensor.AsSpan<sbyte>()); break;
            case 2 when tensor.DType == DType.Int16: MemoryMarshal.Cast<byte, short>(data).CopyTo(tensor.AsSpan<short>()); break;
            case 2 when tensor.DType == DType.Float16: MemoryMarshal.Cast<byte, Half>(data).CopyTo(tensor.AsSpan<Half>()); break;
            case 2: MemoryMarshal.Cast<byte, BFloat16>(data).CopyTo(tensor.AsSpan<BFloat16>()); break;
            case 4 when tensor.DType == DType.Int32: MemoryMarshal.Cast<byte, int>(data).CopyTo(tensor.AsSpan<int>()); break;
            case 4: MemoryMarshal.Cast<byte, float>(data).CopyTo(tensor.AsSpan<float>()); break;
            case 8 when tensor.DType == DType.Int64: MemoryMarshal.Cast<byte, long>(data).CopyTo(tensor.AsSpan<long>()); break;
            default: MemoryMarshal.Cast<byte, double>(data).CopyTo(tensor.AsSpan<double>()); break;
        }
    }

    /// <summary>The elements in row-major order, as doubles.</summary>
    public static double[] Doubles(this Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => Read<double, double>(tensor, x => x),
        DType.Float32 => Read<float, double>(tensor, x => x),
        DType.Float16 => Read<Half, double>(tensor, x => (double)x),
        DType.BFloat16 => Read<BFloat16, double>(tensor, x => (float)x),
        _ => Array.ConvertAll(tensor.Integers(), x => (double)x),
    };

    /// <summary>The elements of an integer or boolean tensor in row-major order.</summary>
    public static long[] Integers(this Tensor tensor) => tensor.DType switch
    {
        DType.Int64 => Read<long, long>(tensor, x => x),
        DType.Int32 => Read<int, long>(tensor, x => x),
        DType.Int16 => Read<short, long>(tensor, x => x),
        DType.Int8 => Read<sbyte, long>(tensor, x => x),
        DType.UInt8 => Read<byte, long>(tensor, x => x),
        DType.Bool => Read<bool, long>(tensor, x => x ? 1 : 0),
        _ => throw new InvalidOperationException($"{tensor.DType.Name()} is not an integer type."),
    };

    private static unsafe TTo[] Read<TFrom, TTo>(Tensor tensor, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        TTo[] result = new TTo[checked((int)tensor.Count)];
        if (result.Length == 0) return result;
        using Pinned<TFrom> data = tensor.Pin<TFrom>();
        long[] index = new long[tensor.Rank];
        for (int i = 0; i < result.Length; i++)
        {
            long at = 0;
            for (int axis = 0; axis < index.Length; axis++) at += index[axis] * tensor.Strides[axis];
            result[i] = convert(data.Pointer[at]);
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == tensor.Shape[axis]; axis--) index[axis] = 0;
        }
        return result;
    }
}
