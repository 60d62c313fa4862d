using System.Runtime.InteropServices;
using Nabla.Kernels.Copying;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Copying;

public unsafe class ConversionTests
{
    private static readonly ElementKind[] Kinds = Enum.GetValues<ElementKind>();

    [Fact]
    public void Every_pair_of_types_converts_small_numbers_by_truncation()
    {
        double[] numbers = [0, 1, 2, 3.75, 100.5, 0.25, 127, 64, 5];
        foreach (ElementKind from in Kinds)
        {
            foreach (ElementKind to in Kinds)
            {
                for (int n = 0; n <= 37; n++)
                {
                    double[] source = new double[n];
                    for (int i = 0; i < n; i++) source[i] = Held(numbers[i % numbers.Length], from);
                    byte[] x = Pack(source, from), y = new byte[n * Conversion.SizeOf(to)];
                    fixed (byte* p = x, q = y) Conversion.Convert(p, from, q, to, [n], [1], [1]);
                    double[] result = Unpack(y, to);
                    for (int i = 0; i < n; i++) Assert.True(Held(source[i], to) == result[i], $"{from} {source[i]} to {to} gave {result[i]}");
                }
            }
        }
    }

    [Fact]
    public void Negative_numbers_wrap_and_saturate()
    {
        Assert.Equal([-3, 253, -3, -3], [.. From(-3.9f, ElementKind.Int8), .. From(-3.9f, ElementKind.UInt8), .. From(-3.9f, ElementKind.Int16), .. From(-3.9f, ElementKind.Int64)]);
        Assert.Equal([int.MaxValue, int.MinValue, 0], [.. From(1e20f, ElementKind.Int32), .. From(-1e20f, ElementKind.Int32), .. From(float.NaN, ElementKind.Int32)]);
        Assert.Equal([1, 1, 0, 0], [.. From(float.NaN, ElementKind.Bool), .. From(1e-45f, ElementKind.Bool), .. From(0, ElementKind.Bool), .. From(-0f, ElementKind.Bool)]);
    }

    [Fact]
    public void Every_half_survives_the_way_to_float_and_back()
    {
        Half[] all = new Half[65536], back = new Half[65536];
        float[] wide = new float[65536];
        for (int i = 0; i < 65536; i++) all[i] = BitConverter.UInt16BitsToHalf((ushort)i);
        fixed (Half* p = all, r = back)
        fixed (float* q = wide)
        {
            HalfFloats.ToSingle(p, q, all.Length);
            HalfFloats.FromSingle(q, r, all.Length);
        }
        for (int i = 0; i < 65536; i++)
        {
            Assert.True(((float)all[i]).Equals(wide[i]), $"{i:X4}");
            Assert.True(Half.IsNaN(all[i]) ? Half.IsNaN(back[i]) : BitConverter.HalfToUInt16Bits(back[i]) == i, $"{i:X4}");
        }
    }

    [Fact]
    public void Floats_round_to_the_nearest_half_and_bfloat16()
    {
        float[] x = new float[1 << 18];
        for (int i = 0; i < x.Length; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)i * 16411u);
        float[] ties = [65519.99f, 65520, 5.9604645e-8f / 2, 5.97e-8f / 2, 1.00048828125f, 1.00146484375f, float.MaxValue, float.PositiveInfinity, -float.Epsilon, 6.1e-5f];
        ties.CopyTo(x, 0);
        Half[] half = new Half[x.Length];
        ushort[] brain = new ushort[x.Length];
        fixed (float* p = x)
        fixed (Half* h = half)
        fixed (ushort* b = brain)
        {
            HalfFloats.FromSingle(p, h, x.Length);
            HalfFloats.FromSingle(p, b, x.Length);
        }
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(((Half)x[i]).Equals(half[i]), $"{x[i]:R}: {half[i]}");
            Assert.True(float.IsNaN(x[i]) ? brain[i] == 0x7FC0 : Math.Abs((double)HalfFloats.FromBrain(brain[i]) - x[i]) <= Distance(x[i]) || float.IsInfinity(HalfFloats.FromBrain(brain[i])), $"{x[i]:R}");
        }
        Assert.Equal([0x3F80, 0x3F82, 0x3F81], [HalfFloats.ToBrain(1.00390625f), HalfFloats.ToBrain(1.01171875f), HalfFloats.ToBrain(1.0040f)]);
    }

    [Fact]
    public void Strided_conversion_meets_element_by_element()
    {
        using Guarded<int> x = new([1, 2, 3, 4, 5, 6]);
        using Guarded<float> y = new([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Conversion.Convert(x.P, ElementKind.Int32, y.P, ElementKind.Float32, [2, 3], [1, 2], [6, 2]);
        Assert.Equal([1, 0, 3, 0, 5, 0, 2, 0, 4, 0, 6], y.ToArray());
    }

    private static double[] From(float value, ElementKind to)
    {
        byte[] y = new byte[Conversion.SizeOf(to) * 9];
        float[] x = [value, value, value, value, value, value, value, value, value];
        fixed (float* p = x)
        fixed (byte* q = y) Conversion.Convert(p, ElementKind.Float32, q, to, [9], [1], [1]);
        double[] all = Unpack(y, to);
        Assert.All(all, v => Assert.Equal(all[0], v));
        return all[..1];
    }

    // Half the distance between neighbouring bfloat16 numbers around x.
    private static double Distance(float x) => Math.Max(Math.ScaleB(1, Math.ILogB(x == 0 ? 1e-45 : x) - 8), Math.ScaleB(1, -134));

    private static double Held(double value, ElementKind kind) => kind switch
    {
        ElementKind.Bool => value != 0 ? 1 : 0,
        ElementKind.Float32 or ElementKind.Float64 or ElementKind.Float16 or ElementKind.BFloat16 => value,
        _ => Math.Truncate(value),
    };

    private static byte[] Pack(double[] values, ElementKind kind) => kind switch
    {
        ElementKind.Float32 => Bytes(Array.ConvertAll(values, v => (float)v)),
        ElementKind.Float64 => Bytes(values),
        ElementKind.Float16 => Bytes(Array.ConvertAll(values, v => (Half)v)),
        ElementKind.BFloat16 => Bytes(Array.ConvertAll(values, v => (ushort)(BitConverter.SingleToUInt32Bits((float)v) >> 16))),
        ElementKind.Int8 => Bytes(Array.ConvertAll(values, v => (sbyte)v)),
        ElementKind.Int16 => Bytes(Array.ConvertAll(values, v => (short)v)),
        ElementKind.Int32 => Bytes(Array.ConvertAll(values, v => (int)v)),
        ElementKind.Int64 => Bytes(Array.ConvertAll(values, v => (long)v)),
        _ => Array.ConvertAll(values, v => (byte)v),
    };

    private static double[] Unpack(byte[] bytes, ElementKind kind) => kind switch
    {
        ElementKind.Float32 => Values<float>(bytes, v => v),
        ElementKind.Float64 => Values<double>(bytes, v => v),
        ElementKind.Float16 => Values<Half>(bytes, v => (double)v),
        ElementKind.BFloat16 => Values<ushort>(bytes, v => BitConverter.UInt32BitsToSingle((uint)v << 16)),
        ElementKind.Int8 => Values<sbyte>(bytes, v => v),
        ElementKind.Int16 => Values<short>(bytes, v => v),
        ElementKind.Int32 => Values<int>(bytes, v => v),
        ElementKind.Int64 => Values<long>(bytes, v => v),
        _ => Values<byte>(bytes, v => v),
    };

    private static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static double[] Values<T>(byte[] bytes, Converter<T, double> read) where T : unmanaged => Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), read);
}
