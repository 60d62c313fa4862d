using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>Decodes single blocks: sequential, and the four kinds of progressive scans (T.81 F.2 and G.2).</summary>
/// <remarks>Every method returns false when no code fits, or a run leaves the block.</remarks>
internal static class JpegBlocks
{
    /// <summary>A whole block, multiplied by the quantisation table.</summary>
    /// <param name="bits">The stream.</param>
    /// <param name="direct">DC table.</param>
    /// <param name="alternating">AC table.</param>
    /// <param name="quantization">In natural order.</param>
    /// <param name="predictor">The component's last DC value.</param>
    /// <param name="block">64 zeros; receives coefficients in natural order.</param>
    /// <param name="flat">Receives whether only the DC coefficient is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Sequential(
        ref JpegBits bits, JpegHuffmanTable direct, JpegHuffmanTable alternating, ushort[] quantization, ref int predictor, scoped Span<short> block, out bool flat)
    {
        flat = true;
        if (bits.Count < 32) bits.Fill();
        int size = bits.Symbol(direct);
        if ((uint)size > 15) return false;
        if (size > 0) predictor = (short)(predictor + bits.TakeSigned(size));
        ref short target = ref MemoryMarshal.GetReference(block);
        ref ushort scale = ref MemoryMarshal.GetArrayDataReference(quantization);
        ref byte natural = ref MemoryMarshal.GetReference(JpegTables.Natural);
        ref int fast = ref MemoryMarshal.GetArrayDataReference(alternating.Fast);
        target = (short)(predictor * scale);
        ulong window = bits.Bits;
        int count = bits.Count;
        int k = 1;
        while (k < 64)
        {
            if (count < 32)
            {
                (bits.Bits, bits.Count) = (window, count);
                bits.Fill();
                (window, count) = (bits.Bits, bits.Count);
            }
            int entry = Unsafe.Add(ref fast, (nint)(window >> (64 - JpegHuffmanTable.LookBits)));
            int value;
            if (entry != 0)
            {
                window <<= entry & 0xFF;
                count -= entry & 0xFF;
                k += entry >> 8 & 15;
                value = entry >> 16;
            }
            else
            {
                (bits.Bits, bits.Count) = (window, count);
                int symbol = bits.Symbol(alternating);
                if (symbol < 0) return false;
                size = symbol & 15;
                if (size == 0)
                {
                    (window, count) = (bits.Bits, bits.Count);
                    if (symbol != 0xF0) break;
                    k += 16;
                    if (k > 63) return false;
                    continue;
                }
                k += symbol >> 4;
                value = bits.TakeSigned(size);
                (window, count) = (bits.Bits, bits.Count);
            }
            if (k > 63) return false;
            int place = Unsafe.Add(ref natural, k);
            Unsafe.Add(ref target, place) = (short)(value * Unsafe.Add(ref scale, place));
            k++;
            flat = false;
        }
        (bits.Bits, bits.Count) = (window, count);
        return true;
    }

    /// <summary>First scan of the DC coefficient.</summary>
    public static bool DirectFirst(ref JpegBits bits, JpegHuffmanTable direct, int low, ref int predictor, scoped Span<short> block)
    {
        if (bits.Count < 32) bits.Fill();
        int size = bits.Symbol(direct);
        if ((uint)size > 15) return false;
        if (size > 0) predictor = (short)(predictor + bits.TakeSigned(size));
        block[0] = (short)(predictor << low);
        return true;
    }

    /// <summary>A further bit of the DC coefficient.</summary>
    public static void DirectRefine(ref JpegBits bits, int low, scoped Span<short> block)
    {
        if (bits.TakeBit()) block[0] |= (short)(1 << low);
    }

    /// <summary>First scan of a band of AC coefficients.</summary>
    /// <param name="bits">The stream.</param>
    /// <param name="table">AC table.</param>
    /// <param name="scan">The band and its bit.</param>
    /// <param name="skip">Blocks still to come without coefficients in the band.</param>
    /// <param name="block">Receives coefficients.</param>
    public static bool AlternatingFirst(ref JpegBits bits, JpegHuffmanTable table, JpegScan scan, ref int skip, scoped Span<short> block)
    {
        if (skip > 0)
        {
            skip--;
            return true;
        }
        for (int k = scan.First; k <= scan.Last; k++)
        {
            if (bits.Count < 32) bits.Fill();
            int symbol = bits.Symbol(table);
            if (symbol < 0) return false;
            int run = symbol >> 4, size = symbol & 15;
            if (size == 0)
            {
                if (run < 15)
                {
                    skip = (1 << run) - 1 + bits.Take(run);
                    return true;
                }
                k += 15;
                continue;
            }
            k += run;
            if (k > 63) return false;
            block[JpegTables.Natural[k]] = (short)(bits.TakeSigned(size) << scan.Low);
        }
        return true;
    }

    /// <summary>A further bit of a band of AC coefficients.</summary>
    /// <inheritdoc cref="AlternatingFirst" path="/param"/>
    public static bool AlternatingRefine(ref JpegBits bits, JpegHuffmanTable table, JpegScan scan, ref int skip, scoped Span<short> block)
    {
        int k = scan.First;
        short one = (short)(1 << scan.Low);
        while (skip == 0 && k <= scan.Last)
        {
            if (bits.Count < 32) bits.Fill();
            int symbol = bits.Symbol(table);
            if (symbol < 0) return false;
            int run = symbol >> 4, size = symbol & 15;
            short value = 0;
            if (size == 0)
            {
                if (run < 15)
                {
                    skip = (1 << run) + bits.Take(run);
                    break;
                }
            }
            else
            {
                if (size != 1) return false;
                value = bits.TakeBit() ? one : (short)-one;
            }
            // Passes over `run` coefficients that are still zero, and refines those that are not.
            for (; k <= scan.Last; k++)
            {
                ref short coefficient = ref block[JpegTables.Natural[k]];
                if (coefficient != 0) Refine(ref bits, ref coefficient, one);
                else if (run-- == 0) break;
            }
            if (value != 0)
            {
                if (k > scan.Last) return false;
                block[JpegTables.Natural[k]] = value;
            }
            k++;
        }
        if (skip == 0) return true;
        for (; k <= scan.Last; k++)
        {
            ref short coefficient = ref block[JpegTables.Natural[k]];
            if (coefficient != 0) Refine(ref bits, ref coefficient, one);
        }
        skip--;
        return true;
    }

    private static void Refine(ref JpegBits bits, ref short coefficient, short one)
    {
        if (bits.TakeBit() && (coefficient & one) == 0) coefficient += coefficient >= 0 ? one : (short)-one;
    }
}
