namespace Nabla.Vision;

/// <summary>Cutting maps of tokens [N, H, W, C] into square windows, and what attention inside them needs.</summary>
internal static class Windows
{
    /// <summary>[N, H, W, C] -> [N·windows, size², C]; the size divides H and W.</summary>
    public static Tensor Partition(Tensor x, int size)
    {
        (long n, long h, long w, long c) = (x.Shape[0], x.Shape[1] / size, x.Shape[2] / size, x.Shape[3]);
        return x.Reshape(n, h, size, w, size, c).Permute(0, 1, 3, 2, 4, 5).Reshape(n * h * w, size * size, c);
    }

    /// <summary>The inverse of <see cref="Partition"/>, to [N, height, width, C].</summary>
    public static Tensor Join(Tensor x, int size, long height, long width)
    {
        (long h, long w, long c) = (height / size, width / size, x.Shape[^1]);
        return x.Reshape(x.Count / (height * width * c), h, w, size, size, c).Permute(0, 1, 3, 2, 4, 5).Reshape(-1, height, width, c);
    }

    /// <summary>For each pair of tokens of a window, the row of the table of relative positions: size⁴ numbers.</summary>
    public static long[] RelativePositions(int size)
    {
        long[] rows = new long[size * size * size * size];
        for (int i = 0, at = 0; i < size * size; i++)
        {
            for (int j = 0; j < size * size; j++, at++)
                rows[at] = (((i / size) - (j / size) + size - 1) * ((2 * size) - 1)) + (i % size) - (j % size) + size - 1;
        }
        return rows;
    }

    /// <summary>An initializer with given values.</summary>
    public static Initializer Values<T>(T[] values)
        where T : unmanaged => (target, _) => target.CopyInPlace(Tensor.Of(values, target.Shape));

    /// <summary>Position biases [heads, size², size²] from a table [(2·size - 1)², heads].</summary>
    public static Tensor Bias(Tensor table, Tensor rows, int size)
    {
        long tokens = (long)size * size;
        return table.IndexSelect(0, rows.Flatten()).Reshape(tokens, tokens, table.Shape[1]).Permute(2, 0, 1);
    }

    /// <summary>softmax(q·kᵀ·scale + bias)·v for q, k, v [..., heads, T, D] and biases that are finite and broadcast to [..., heads, T, T].</summary>
    /// <remarks>
    /// While the biases are being learnt the weights must be written out, since the fused attention gives masks no gradient. The general way
    /// of doing so spreads a mask over the batch and watches for -∞; learnt biases need neither, which saves ten passes over the weights.
    /// </remarks>
    public static Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor bias, double scale)
    {
        bool written = bias.RequiresGrad && GradMode.IsEnabled && !Autocast.IsEnabled && q.DType is DType.Float32 or DType.Float64;
        return written
            ? ((q * scale).MatMul(k.Transpose(-2, -1)) + bias).Softmax(-1).MatMul(v)
            : Functional.ScaledDotProductAttention(q, k, v, bias, scale: scale);
    }

    /// <summary>-100 between tokens that are neighbours only because the map was rolled, else 0: [windows, 1, size², size²].</summary>
    public static Tensor ShiftMask(long height, long width, int size, int shiftH, int shiftW)
    {
        long down = height / size, across = width / size, tokens = (long)size * size;
        float[] mask = new float[down * across * tokens * tokens];
        int[] region = new int[tokens];
        for (long window = 0; window < down * across; window++)
        {
            for (int token = 0; token < tokens; token++)
                region[token] = (3 * Region(((window / across) * size) + (token / size), height, shiftH)) + Region(((window % across) * size) + (token % size), width, shiftW);
            for (int i = 0; i < tokens; i++)
            {
                for (int j = 0; j < tokens; j++) mask[(((window * tokens) + i) * tokens) + j] = region[i] == region[j] ? 0 : -100;
            }
        }
        return Tensor.Of(mask, [down * across, 1, tokens, tokens]);

        int Region(long at, long length, int shift) => at < length - size ? 0 : at < length - shift ? 1 : 2;
    }
}
