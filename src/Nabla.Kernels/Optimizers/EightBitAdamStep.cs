using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Optimizers;

/// <summary>One step of AdamW whose running means are stored in a byte each, scaled by the largest value of their block.</summary>
public static unsafe class EightBitAdamStep
{
    /// <summary>Largest block.</summary>
    public const int MaxBlock = 4096;

    /// <summary>Moves parameters.</summary>
    /// <param name="parameters">The parameters, changed.</param>
    /// <param name="gradient">Their gradient, left alone.</param>
    /// <param name="mean">Codes of the gradient's running mean (<see cref="DynamicCode.Signed"/>), changed.</param>
    /// <param name="square">Codes of its square's running mean (<see cref="DynamicCode.Unsigned"/>), changed.</param>
    /// <param name="meanScale">Scale of each block of the mean, changed.</param>
    /// <param name="squareScale">Scale of each block of the mean of squares, changed.</param>
    /// <param name="count">Number of parameters.</param>
    /// <param name="block">Parameters of a block, 1..<see cref="MaxBlock"/>.</param>
    /// <param name="step">Number of this step, from 1.</param>
    /// <param name="settings">The settings; AMSGrad is not available.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block or the step is out of its range.</exception>
    /// <exception cref="ArgumentException">AMSGrad is asked for.</exception>
    public static void Run(float* parameters, float* gradient, byte* mean, byte* square, float* meanScale, float* squareScale, long count, int block, long step, AdamSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block, MaxBlock);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        if (settings.AmsGrad) throw new ArgumentException("The 8-bit step keeps no largest mean.", nameof(settings));
        Body body = new(parameters, gradient, mean, square, meanScale, squareScale, count, block, step, settings);
        WorkPool.For((count + block - 1) / block, Math.Max(1, StepArguments.Grain / block), ref body);
    }

    private readonly struct Body(float* p, float* g, byte* mean, byte* square, float* meanScale, float* squareScale, long count, int block, long step, AdamSettings settings) : IRangeBody
    {
        public void Invoke(long start, long end)
        {
            float* m = stackalloc float[block], s = stackalloc float[block];
            DynamicCode signed = DynamicCode.Signed, unsigned = DynamicCode.Unsigned;
            for (long at = start; at < end; at++)
            {
                long offset = at * block;
                int length = (int)Math.Min(block, count - offset);
                Read(m, mean + offset, length, signed.Values, meanScale[at]);
                Read(s, square + offset, length, unsigned.Values, squareScale[at]);
                AdamStep.Run(p + offset, g + offset, m, s, null, length, step, settings);
                meanScale[at] = Write(mean + offset, m, length, signed);
                squareScale[at] = Write(square + offset, s, length, unsigned);
            }
        }

        private static void Read(float* values, byte* codes, int length, ReadOnlySpan<float> table, float scale)
        {
            for (int i = 0; i < length; i++) values[i] = table[codes[i]] * scale;
        }

        private static float Write(byte* codes, float* values, int length, DynamicCode code)
        {
            float largest = 0;
            for (int i = 0; i < length; i++) largest = Math.Max(largest, Math.Abs(values[i]));
            if (!(largest > 0) || !float.IsFinite(largest))
            {
                new Span<byte>(codes, length).Fill(code.Zero);
                return largest;
            }
            for (int i = 0; i < length; i++) codes[i] = code.Nearest(values[i] / largest);
            return largest;
        }
    }
}
