using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Threading;
using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>Separable resizing of 8-bit images: along the rows, then along the columns, rounded to bytes after each, exactly as Pillow.</summary>
internal static class Resampler
{
    /// <summary>Resizes to width x height, and keeps a window of the result alone.</summary>
    public static Image Resize(Image image, int width, int height, Interpolation interpolation, bool antialias, (int X, int Y, int Width, int Height) window)
    {
        int channels = image.Channels;
        ResizeWeights columns = ResizeWeights.Create(image.Width, width, interpolation, antialias, window.X, window.Width);
        ResizeWeights rows = ResizeWeights.Create(image.Height, height, interpolation, antialias, window.Y, window.Height);
        int top = rows.Starts[0], bottom = rows.Starts[^1] + rows.Lengths[^1];
        byte[] middle;
        int stride = window.Width * channels, offset = 0;
        if (width == image.Width && window.Width == width)
        {
            (middle, offset) = (image.Buffer, top * image.Stride);
        }
        else
        {
            middle = GC.AllocateUninitializedArray<byte>((bottom - top) * stride);
            var pass = new ColumnPass { Source = image.Buffer, Width = image.Width, Channels = channels, Top = top, Target = middle, Weights = columns, Count = window.Width };
            WorkPool.For(bottom - top, Grain(stride), ref pass);
        }
        if (height == image.Height && window.Height == height && offset == 0 && middle != image.Buffer)
            return new(window.Width, window.Height, channels, middle);
        var result = new Image(window.Width, window.Height, channels, GC.AllocateUninitializedArray<byte>(window.Height * stride));
        var vertical = new RowPass { Source = middle, Offset = offset - top * stride, Stride = stride, Target = result.Buffer, Weights = rows };
        WorkPool.For(window.Height, Grain(stride), ref vertical);
        return result;
    }

    /// <summary>The nearest pixels, by Pillow's running sum.</summary>
    public static Image Nearest(Image image, int width, int height, (int X, int Y, int Width, int Height) window)
    {
        var result = new Image(window.Width, window.Height, image.Channels, image.BitDepth);
        int size = image.Info.BytesPerPixel;
        int[] columns = Places(image.Width, width, window.X, window.Width), rows = Places(image.Height, height, window.Y, window.Height);
        for (int y = 0; y < window.Height; y++)
        {
            ReadOnlySpan<byte> source = image.Row(rows[y]);
            Span<byte> target = result.Row(y);
            for (int x = 0; x < window.Width; x++) source.Slice(columns[x] * size, size).CopyTo(target[(x * size)..]);
        }
        return result;

        static int[] Places(int source, int target, int first, int count)
        {
            double step = (double)source / target, at = step * 0.5;
            int[] places = new int[count];
            for (int i = 0; i < first + count; i++, at += step)
            {
                if (i >= first) places[i - first] = Math.Min((int)at, source - 1);
            }
            return places;
        }
    }

    private static long Grain(int stride) => Math.Max(1, 16384 / stride);

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResizeWeights.Bits, 0, 255);

    private struct ColumnPass : IRangeBody
    {
        public byte[] Source, Target;
        public int Width, Channels, Top, Count;
        public ResizeWeights Weights;

        public readonly void Invoke(long start, long end)
        {
            for (int y = (int)start; y < end; y++)
            {
                ReadOnlySpan<byte> source = Source.AsSpan((Top + y) * Width * Channels, Width * Channels);
                Span<byte> target = Target.AsSpan(y * Count * Channels, Count * Channels);
                int done = Vector256.IsHardwareAccelerated && Channels == 3 ? Triples(source, target) : 0;
                for (int x = done; x < Count; x++) Pixel(source, target, x);
            }
        }

        private readonly void Pixel(ReadOnlySpan<byte> source, Span<byte> target, int x)
        {
            ReadOnlySpan<int> weights = Weights.Values.AsSpan(x * Weights.Size, Weights.Lengths[x]);
            int from = Weights.Starts[x] * Channels;
            for (int c = 0; c < Channels; c++)
            {
                int sum = 1 << (ResizeWeights.Bits - 1);
                for (int i = 0; i < weights.Length; i++) sum += source[from + i * Channels + c] * weights[i];
                target[x * Channels + c] = Clip(sum);
            }
        }

        /// <summary>RGB, two source pixels a step; stops before pixels whose eight bytes would leave the row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly int Triples(ReadOnlySpan<byte> source, Span<byte> target)
        {
            ref byte pixels = ref MemoryMarshal.GetReference(source);
            ref int values = ref MemoryMarshal.GetArrayDataReference(Weights.Values);
            Vector128<byte> spread = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 255, 255, 255, 255, 255, 255, 255, 255);
            Vector256<int> both = Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1), half = Vector256.Create(Vector128.Create(1 << (ResizeWeights.Bits - 1)), Vector128<int>.Zero);
            int size = Weights.Size;
            for (int x = 0; x < Count; x++)
            {
                int from = Weights.Starts[x], length = Weights.Lengths[x];
                // Eight bytes are read for the last, perhaps single, pixel.
                if ((from + ((length - 1) & ~1)) * 3 + 8 > source.Length || target.Length - 3 * x < 4) return x;
                ref byte first = ref Unsafe.Add(ref pixels, from * 3);
                ref int weights = ref Unsafe.Add(ref values, x * size);
                Vector256<int> sum = half;
                int i = 0;
                for (; i + 2 <= length; i += 2)
                {
                    Vector256<int> weight = Vector256.Shuffle(Vector128.CreateScalarUnsafe(Unsafe.As<int, long>(ref Unsafe.Add(ref weights, i))).AsInt32().ToVector256Unsafe(), both);
                    sum += Wide(ref Unsafe.Add(ref first, 3 * i), spread) * weight;
                }
                if (i < length)
                {
                    Vector256<int> weight = Vector256.Create(Vector128.Create(Unsafe.Add(ref weights, i)), Vector128<int>.Zero);
                    sum += Wide(ref Unsafe.Add(ref first, 3 * i), spread) * weight;
                }
                Vector128<int> total = (sum.GetLower() + sum.GetUpper()) >> ResizeWeights.Bits;
                total = Vector128.Min(Vector128.Max(total, Vector128<int>.Zero), Vector128.Create(255));
                Vector128<byte> packed = Vector128.Shuffle(total.AsByte(), Vector128.Create((byte)0, 4, 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255));
                // The fourth byte is the next pixel's, which is written after this one.
                Unsafe.WriteUnaligned(ref target[3 * x], packed.AsInt32().ToScalar());
            }
            return Count;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Wide(ref byte pixel, Vector128<byte> spread)
        {
            Vector128<byte> bytes = Vector128.Shuffle(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref pixel)).AsByte(), spread);
            Vector128<ushort> shorts = Vector128.WidenLower(bytes);
            return Vector256.WidenLower(shorts.ToVector256Unsafe()).AsInt32();
        }
    }

    private struct RowPass : IRangeBody
    {
        public byte[] Source, Target;
        public int Offset, Stride;
        public ResizeWeights Weights;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Invoke(long start, long end)
        {
            for (int y = (int)start; y < end; y++)
            {
                ReadOnlySpan<int> weights = Weights.Values.AsSpan(y * Weights.Size, Weights.Lengths[y]);
                ReadOnlySpan<byte> source = Source.AsSpan(Offset + Weights.Starts[y] * Stride, weights.Length * Stride);
                Span<byte> target = Target.AsSpan(y * Stride, Stride);
                int x = 0;
                if (Vector256.IsHardwareAccelerated)
                {
                    ref byte first = ref MemoryMarshal.GetReference(source);
                    ref byte result = ref MemoryMarshal.GetReference(target);
                    for (; x + 32 <= Stride; x += 32) Columns(ref Unsafe.Add(ref first, x), weights).StoreUnsafe(ref result, (nuint)x);
                }
                for (; x < Stride; x++)
                {
                    int sum = 1 << (ResizeWeights.Bits - 1);
                    for (int i = 0; i < weights.Length; i++) sum += source[i * Stride + x] * weights[i];
                    target[x] = Clip(sum);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<byte> Columns(ref byte column, ReadOnlySpan<int> weights)
        {
            Vector256<int> a = Vector256.Create(1 << (ResizeWeights.Bits - 1)), b = a, c = a, d = a;
            for (int i = 0; i < weights.Length; i++)
            {
                Vector256<byte> bytes = Vector256.LoadUnsafe(ref column);
                Vector256<ushort> low = Vector256.WidenLower(bytes), high = Vector256.WidenUpper(bytes);
                Vector256<int> weight = Vector256.Create(weights[i]);
                a += Vector256.WidenLower(low).AsInt32() * weight;
                b += Vector256.WidenUpper(low).AsInt32() * weight;
                c += Vector256.WidenLower(high).AsInt32() * weight;
                d += Vector256.WidenUpper(high).AsInt32() * weight;
                column = ref Unsafe.Add(ref column, Stride);
            }
            return Vector256.Narrow(
                Vector256.Narrow(Limit(a), Limit(b)).AsUInt16(), Vector256.Narrow(Limit(c), Limit(d)).AsUInt16());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Limit(Vector256<int> sum) =>
            Vector256.Min(Vector256.Max(sum >> ResizeWeights.Bits, Vector256<int>.Zero), Vector256.Create(255));
    }
}
