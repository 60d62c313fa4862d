using Nabla.Kernels.Convolution;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Pooling;

namespace Nabla;

/// <summary>Computes shapes and costs but no values, so that a model of any size can be inspected without memory.</summary>
[Export("backends.ShapeOnlyBackend")]
public sealed partial class ShapeOnlyBackend : IBackend
{
    private ShapeOnlyBackend()
    {
    }

    /// <summary>The one instance.</summary>
    [Export("backends.ShapeOnlyBackend.instance")]
    public static ShapeOnlyBackend Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "shape-only";

    /// <inheritdoc/>
    public Storage? Allocate(long bytes) => null;

    /// <inheritdoc/>
    public void Fill(Tensor y, Scalar value)
    {
    }

    /// <inheritdoc/>
    public void Copy(Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void Unary<TKernel>(TKernel kernel, Tensor x, Tensor y)
        where TKernel : struct, IUnaryKernel
    {
    }

    /// <inheritdoc/>
    public void Predicate<TKernel>(TKernel kernel, Tensor x, Tensor y)
        where TKernel : struct, IUnaryKernel
    {
    }

    /// <inheritdoc/>
    public void Binary<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where TKernel : struct, IBinaryKernel
    {
    }

    /// <inheritdoc/>
    public void Compare<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where TKernel : struct, IBinaryKernel
    {
    }

    /// <inheritdoc/>
    public void Ternary<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor c, Tensor y)
        where TKernel : struct, ITernaryKernel
    {
    }

    /// <inheritdoc/>
    public void Where(Tensor condition, Tensor a, Tensor b, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void AddInto(Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void Reduce(Reduction kind, Tensor x, ReadOnlySpan<int> axes, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void Variance(Tensor x, ReadOnlySpan<int> axes, double correction, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void ArgReduce(bool largest, Tensor x, int axis, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void Scan(Scan kind, Tensor x, int axis, bool reverse, Tensor y, Tensor? indices)
    {
    }

    /// <inheritdoc/>
    public void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void Convolve(in ConvGeometry geometry, Tensor x, Tensor w, Tensor? bias, Tensor y, bool relu)
    {
    }

    /// <inheritdoc/>
    public void ConvolveGradInput(in ConvGeometry geometry, Tensor g, Tensor w, Tensor x)
    {
    }

    /// <inheritdoc/>
    public void ConvolveGradWeight(in ConvGeometry geometry, Tensor x, Tensor g, Tensor w)
    {
    }

    /// <inheritdoc/>
    public void MaxPool(in PoolGeometry geometry, Tensor x, Tensor y, Tensor indices)
    {
    }

    /// <inheritdoc/>
    public void MaxPoolBackward(Tensor g, Tensor indices, Tensor x)
    {
    }

    /// <inheritdoc/>
    public void AveragePool(in PoolGeometry geometry, bool countPadding, long divisor, Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void AveragePoolBackward(in PoolGeometry geometry, bool countPadding, long divisor, Tensor g, Tensor x)
    {
    }

    /// <inheritdoc/>
    public void AdaptiveAveragePool(in AdaptiveGeometry geometry, Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void AdaptiveAveragePoolBackward(in AdaptiveGeometry geometry, Tensor g, Tensor x)
    {
    }

    /// <inheritdoc/>
    public void AdaptiveMaxPool(in AdaptiveGeometry geometry, Tensor x, Tensor y, Tensor indices)
    {
    }

    /// <inheritdoc/>
    public void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void Scatter(Tensor y, int axis, Tensor index, Tensor source)
    {
    }

    /// <inheritdoc/>
    public void ScatterAdd(Tensor y, int axis, Tensor index, Tensor source)
    {
    }

    /// <inheritdoc/>
    public void ScatterReduce(ScatterReduction kind, Tensor y, int axis, Tensor index, Tensor source)
    {
    }

    /// <inheritdoc/>
    public void IndexSelect(Tensor x, int axis, Tensor index, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void IndexAdd(Tensor y, int axis, Tensor index, Tensor source)
    {
    }

    /// <inheritdoc/>
    public void IndexCopy(Tensor y, int axis, Tensor index, Tensor source)
    {
    }

    /// <inheritdoc/>
    public Tensor MaskedSelect(Tensor x, Tensor mask) => throw DependsOnData("elements selected by a mask");

    /// <inheritdoc/>
    public Tensor NonZero(Tensor mask) => throw DependsOnData("non-zero elements");

    private static NotSupportedException DependsOnData(string what) =>
        new($"The number of {what} depends on data, which the shape-only backend does not have.");
}
