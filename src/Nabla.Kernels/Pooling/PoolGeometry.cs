namespace Nabla.Kernels.Pooling;

/// <summary>Windows over a plane of one, two or three spatial axes; absent axes have length one.</summary>
/// <param name="Depth">Outermost axis.</param>
/// <param name="Height">Middle axis.</param>
/// <param name="Width">Innermost, contiguous axis.</param>
public readonly record struct PoolGeometry(PoolAxis Depth, PoolAxis Height, PoolAxis Width)
{
    /// <summary>Elements of an input plane.</summary>
    public long InputSize => (long)Depth.Input * Height.Input * Width.Input;

    /// <summary>Elements of an output plane.</summary>
    public long OutputSize => (long)Depth.Output * Height.Output * Width.Output;

    /// <summary>Describes pooling over one to three spatial axes, outermost first.</summary>
    /// <param name="input">Spatial lengths of the input; 1..3 of them.</param>
    /// <param name="kernel">Taps per axis.</param>
    /// <param name="stride">Strides per axis; empty means the kernel.</param>
    /// <param name="padding">Padding per axis; empty means none.</param>
    /// <param name="dilation">Dilation per axis; empty means one.</param>
    /// <param name="ceilMode">Keeps hanging last windows, see <see cref="PoolAxis.Of"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length or have no 1..3 entries.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static PoolGeometry Of(ReadOnlySpan<int> input, ReadOnlySpan<int> kernel, ReadOnlySpan<int> stride = default, ReadOnlySpan<int> padding = default, ReadOnlySpan<int> dilation = default, bool ceilMode = false)
    {
        int rank = input.Length;
        if (rank is < 1 or > 3) throw new ArgumentException($"Pooling takes 1 to 3 spatial axes, not {rank}.", nameof(input));
        if (stride.IsEmpty) stride = kernel;
        Require(kernel.Length, rank, nameof(kernel));
        Require(stride.Length, rank, nameof(stride));
        if (!padding.IsEmpty) Require(padding.Length, rank, nameof(padding));
        if (!dilation.IsEmpty) Require(dilation.Length, rank, nameof(dilation));
        Span<PoolAxis> axes = [PoolAxis.Single, PoolAxis.Single, PoolAxis.Single];
        for (int d = 0; d < rank; d++)
            axes[3 - rank + d] = PoolAxis.Of(input[d], kernel[d], stride[d], padding.IsEmpty ? 0 : padding[d], dilation.IsEmpty ? 1 : dilation[d], ceilMode);
        return new PoolGeometry(axes[0], axes[1], axes[2]);
    }

    private static void Require(int length, int rank, string name)
    {
        if (length != rank) throw new ArgumentException($"{length} values were given for {rank} spatial axes.", name);
    }
}
