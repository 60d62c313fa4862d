using System.Runtime.CompilerServices;

namespace Nabla.Kernels.Optimizers;

/// <summary>256 numbers of [-1, 1] (or [0, 1]) with a relative spacing that suits values over seven decades, for storing numbers in a byte.</summary>
/// <remarks>
/// In the decade 10^(i - 6), i = 0..6, lie 2^i evenly spaced numbers and their negatives (2^(i + 1) without a sign), besides 0 and 1.
/// Dettmers et al. 2022, "8-bit optimizers via block-wise quantization", dynamic tree quantisation.
/// </remarks>
public sealed class DynamicCode
{
    private readonly float[] _values = new float[256];
    private readonly float[] _middles = new float[255];
    private readonly byte[] _first = new byte[1 << 16];

    private DynamicCode(bool signed)
    {
        List<double> values = [0, 1];
        for (int i = 0; i < 7; i++)
        {
            int count = 1 << (signed ? i : i + 1);
            double scale = Math.Pow(10, i - 6);
            for (int k = 0; k < count; k++)
            {
                double value = scale * (0.1 + (0.9 * (k + 0.5) / count));
                values.Add(value);
                if (signed) values.Add(-value);
            }
        }
        values.Sort();
        for (int i = 0; i < 256; i++) _values[i] = (float)values[i];
        for (int i = 0; i < 255; i++) _middles[i] = (float)((values[i] + values[i + 1]) / 2);
        Zero = (byte)values.IndexOf(0);
        // The smallest value of each class of equal leading bits says where its search begins.
        for (int top = 0; top < _first.Length; top++)
        {
            uint bits = (uint)top << 16;
            float least = BitConverter.UInt32BitsToSingle(top >= 0x8000 ? bits | 0xFFFF : bits);
            int at = 0;
            while (at < 255 && least > _middles[at]) at++;
            _first[top] = (byte)(float.IsNaN(least) ? Zero : at);
        }
    }

    /// <summary>For values of either sign.</summary>
    public static DynamicCode Signed { get; } = new(true);

    /// <summary>For values of at least 0.</summary>
    public static DynamicCode Unsigned { get; } = new(false);

    /// <summary>The numbers, rising.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Position of the number 0.</summary>
    public byte Zero { get; }

    /// <summary>Position of the number nearest to x, the lower one half-way; NaN counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Nearest(float x)
    {
        int at = _first[BitConverter.SingleToUInt32Bits(x) >> 16];
        while (at < 255 && x > _middles[at]) at++;
        return (byte)at;
    }
}
