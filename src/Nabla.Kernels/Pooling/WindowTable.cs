namespace Nabla.Kernels.Pooling;

/// <summary>Dense windows along one axis as tables: where each begins and ends inside the input, and what it counts for in an average.</summary>
internal unsafe struct WindowTable
{
    /// <summary>Input length.</summary>
    public int Input;

    /// <summary>Number of windows.</summary>
    public int Count;

    /// <summary>First input position of each window.</summary>
    public int* Start;

    /// <summary>One past the last input position of each window.</summary>
    public int* End;

    /// <summary>Divisor of each window along this axis.</summary>
    public int* Divisor;

    /// <summary>Integers a table of <paramref name="count"/> windows needs.</summary>
    public static long Space(int count) => 3L * count;

    /// <summary>Tabulates regular windows.</summary>
    public static WindowTable Of(in PoolAxis axis, bool countPadding, ref int* space)
    {
        WindowTable table = Take(axis.Input, axis.Output, ref space);
        for (int o = 0; o < axis.Output; o++)
        {
            int start = axis.Start(o), end = Math.Min(start + axis.Kernel, axis.Input + axis.Padding);
            int padded = end - start;
            table.Start[o] = Math.Max(start, 0);
            table.End[o] = Math.Max(Math.Min(end, axis.Input), table.Start[o]);
            table.Divisor[o] = countPadding ? padded : table.End[o] - table.Start[o];
        }

        return table;
    }

    /// <summary>Tabulates adaptive windows.</summary>
    public static WindowTable Adaptive(int input, int output, ref int* space)
    {
        WindowTable table = Take(input, output, ref space);
        for (int o = 0; o < output; o++)
        {
            table.Start[o] = (int)((long)o * input / output);
            table.End[o] = (int)((((long)o + 1) * input + output - 1) / output);
            table.Divisor[o] = table.End[o] - table.Start[o];
        }

        return table;
    }

    private static WindowTable Take(int input, int count, ref int* space)
    {
        var table = new WindowTable { Input = input, Count = count, Start = space, End = space + count, Divisor = space + 2L * count };
        space += Space(count);
        return table;
    }
}
