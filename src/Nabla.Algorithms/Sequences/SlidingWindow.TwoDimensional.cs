using System.Buffers;
using System.Numerics;

namespace Nabla.Algorithms.Sequences;

public static partial class SlidingWindow
{
    /// <summary>Maximum of every window of a matrix.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">rows x columns values, row by row.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="windowRows">Rows of a window.</param>
    /// <param name="windowColumns">Columns of a window.</param>
    /// <param name="maxima">Receives (rows - windowRows + 1) x (columns - windowColumns + 1) values, row by row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size does not fit.</exception>
    /// <remarks>Rows first, then columns, each in O(log size) vector operations or O(1) a value.</remarks>
    [Export("algorithms.sequences.sliding_window.max2d")]
    public static void Max2D<T>(ReadOnlySpan<T> values, int columns, int windowRows, int windowColumns, Span<T> maxima)
        where T : unmanaged, INumber<T>
        => TwoDimensional<T, MaximumOperator<T>>(values, columns, windowRows, windowColumns, maxima, nameof(maxima));

    /// <summary>Minimum of every window of a matrix.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">rows x columns values, row by row.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="windowRows">Rows of a window.</param>
    /// <param name="windowColumns">Columns of a window.</param>
    /// <param name="minima">Receives (rows - windowRows + 1) x (columns - windowColumns + 1) values, row by row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size does not fit.</exception>
    [Export("algorithms.sequences.sliding_window.min2d")]
    public static void Min2D<T>(ReadOnlySpan<T> values, int columns, int windowRows, int windowColumns, Span<T> minima)
        where T : unmanaged, INumber<T>
        => TwoDimensional<T, MinimumOperator<T>>(values, columns, windowRows, windowColumns, minima, nameof(minima));

    private static void TwoDimensional<T, TOperator>(ReadOnlySpan<T> values, int columns, int windowRows, int windowColumns, Span<T> results, string parameter)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (values.Length % columns != 0) throw new ArgumentOutOfRangeException(nameof(values), values.Length, $"The length is no multiple of {columns} columns.");
        int rows = values.Length / columns;
        ArgumentOutOfRangeException.ThrowIfLessThan(windowRows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowRows, rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowColumns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowColumns, columns);
        int width = columns - windowColumns + 1, height = rows - windowRows + 1;
        if (results.Length != width * height) throw new ArgumentOutOfRangeException(parameter, results.Length, $"{height} x {width} values are needed.");
        T[] rented = ArrayPool<T>.Shared.Rent(rows * width);
        Span<T> across = rented.AsSpan(0, rows * width);
        for (int row = 0; row < rows; row++)
            WindowKernels.Idempotent<T, TOperator>(values.Slice(row * columns, columns), windowColumns, across.Slice(row * width, width));
        // Doubling down the columns: a step of one row is a step of `width` values.
        int half = 1 << BitOperations.Log2((uint)windowRows), length = rows;
        for (int step = 1; step < half; step *= 2)
        {
            length -= step;
            WindowKernels.Combine<T, TOperator>(across[..(length * width)], across.Slice(step * width, length * width), across[..(length * width)]);
        }
        WindowKernels.Combine<T, TOperator>(across[..results.Length], across.Slice((windowRows - half) * width, results.Length), results);
        ArrayPool<T>.Shared.Return(rented);
    }
}
