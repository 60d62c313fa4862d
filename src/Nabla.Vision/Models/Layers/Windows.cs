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

    /// <summary>Where each token of the windows, one window after another, lies on a map that is rolled by the shifts first.</summary>
    public static long[] Order(long height, long width, int size, int shiftH, int shiftW)
    {
        long[] order = new long[height * width];
        long across = width / size, tokens = (long)size * size;
        for (long i = 0; i < order.Length; i++)
        {
            (long window, long token) = Math.DivRem(i, tokens);
            long row = (window / across * size) + (token / size) + shiftH, column = (window % across * size) + (token % size) + shiftW;
            order[i] = (row % height * width) + (column % width);
        }
        return order;
    }

    /// <summary>-100 between tokens that are neighbours only because the map was rolled, else 0: [windows, 1, size², size²].</summary>
    public static float[] ShiftMask(long height, long width, int size, int shiftH, int shiftW)
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
        return mask;

        int Region(long at, long length, int shift) => at < length - size ? 0 : at < length - shift ? 1 : 2;
    }
}
