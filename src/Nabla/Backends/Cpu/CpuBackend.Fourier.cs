using Nabla.Kernels.Fourier;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFourierBackend
{
    /// <inheritdoc/>
    public void Fourier(Tensor x, Tensor y, bool inverse, double scale)
    {
        long n = x.Shape[^2], rows = x.Count == 0 ? 0 : x.Count / (2 * n);
        if (x.DType == DType.Float64)
        {
            using Pinned<double> px = x.Pin<double>(), py = y.Pin<double>();
            FourierTransform<double>.Complex(rows, n, inverse, scale, px.Pointer, py.Pointer);
            return;
        }
        using Pinned<float> fx = x.Pin<float>(), fy = y.Pin<float>();
        FourierTransform<float>.Complex(rows, n, inverse, (float)scale, fx.Pointer, fy.Pointer);
    }

    /// <inheritdoc/>
    public void RealFourier(Tensor x, Tensor y, double scale)
    {
        long n = x.Shape[^1], rows = x.Count == 0 ? 0 : x.Count / n;
        if (x.DType == DType.Float64)
        {
            using Pinned<double> px = x.Pin<double>(), py = y.Pin<double>();
            FourierTransform<double>.Real(rows, n, scale, px.Pointer, py.Pointer);
            return;
        }
        using Pinned<float> fx = x.Pin<float>(), fy = y.Pin<float>();
        FourierTransform<float>.Real(rows, n, (float)scale, fx.Pointer, fy.Pointer);
    }

    /// <inheritdoc/>
    public void InverseRealFourier(Tensor x, Tensor y, double scale)
    {
        long n = y.Shape[^1], rows = y.Count == 0 ? 0 : y.Count / n;
        if (x.DType == DType.Float64)
        {
            using Pinned<double> px = x.Pin<double>(), py = y.Pin<double>();
            FourierTransform<double>.InverseReal(rows, n, scale, px.Pointer, py.Pointer);
            return;
        }
        using Pinned<float> fx = x.Pin<float>(), fy = y.Pin<float>();
        FourierTransform<float>.InverseReal(rows, n, (float)scale, fx.Pointer, fy.Pointer);
    }
}
