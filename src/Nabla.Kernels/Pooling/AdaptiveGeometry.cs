namespace Nabla.Kernels.Pooling;

/// <summary>Adaptive pooling: output o of an axis covers input floor(o·I/O) to ceil((o+1)·I/O), exclusive.</summary>
/// <param name="InputDepth">Input length of the outermost axis; 1 when absent.</param>
/// <param name="InputHeight">Input length of the middle axis; 1 when absent.</param>
/// <param name="InputWidth">Input length of the innermost axis.</param>
/// <param name="OutputDepth">Windows along the outermost axis.</param>
/// <param name="OutputHeight">Windows along the middle axis.</param>
/// <param name="OutputWidth">Windows along the innermost axis.</param>
public readonly record struct AdaptiveGeometry(int InputDepth, int InputHeight, int InputWidth, int OutputDepth, int OutputHeight, int OutputWidth)
{
    /// <summary>Elements of an input plane.</summary>
    public long InputSize => (long)InputDepth * InputHeight * InputWidth;

    /// <summary>Elements of an output plane.</summary>
    public long OutputSize => (long)OutputDepth * OutputHeight * OutputWidth;

    /// <summary>Describes adaptive pooling over one to three spatial axes, outermost first.</summary>
    /// <exception cref="ArgumentException">The spans differ in length or have no 1..3 entries.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below one.</exception>
    public static AdaptiveGeometry Of(ReadOnlySpan<int> input, ReadOnlySpan<int> output)
    {
        if (input.Length is < 1 or > 3) throw new ArgumentException($"Pooling takes 1 to 3 spatial axes, not {input.Length}.", nameof(input));
        if (output.Length != input.Length) throw new ArgumentException($"{output.Length} output lengths were given for {input.Length} spatial axes.", nameof(output));
        Span<int> i = [1, 1, 1], o = [1, 1, 1];
        input.CopyTo(i[(3 - input.Length)..]);
        output.CopyTo(o[(3 - input.Length)..]);
        foreach (int length in i) ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(input));
        foreach (int length in o) ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(output));
        return new AdaptiveGeometry(i[0], i[1], i[2], o[0], o[1], o[2]);
    }
}
