using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>What one plane adds to the gradient of nine weights.</summary>
internal unsafe interface IPlaneSums<T>
    where T : unmanaged
{
    /// <summary>Fills nine vectors of masks, once for many planes.</summary>
    void Prepare(T* masks);

    /// <summary>Adds to nine vectors of sums.</summary>
    void Add(T* source, T* gradient, T* masks, T* sums);
}

/// <summary>Gradient to the weight of depthwise 3x3 convolutions whose planes are read where they lie.</summary>
/// <remarks>A channel is summed by one thread, image after image, so the result has the same bits for any number of threads.</remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwisePlaneSums<TLanes, T, TPlane> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
    where TPlane : struct, IPlaneSums<T>
{
    private const int SourceBuffer = 3, SumBuffer = 4, Taps = 9;

    private readonly InPlace<T> _source;
    private readonly T* _gradient, _result;
    private readonly long _images, _channels, _plane;
    private readonly TPlane _pass;

    private DepthwisePlaneSums(in ConvGeometry g, T* x, int before, int after, T* gy, T* gw, TPlane pass)
    {
        _source = new(x, g.Batch * g.Groups, g.InputPlane, before, after, SourceBuffer);
        _gradient = gy;
        _result = gw;
        _pass = pass;
        (_images, _channels, _plane) = (g.Batch, g.Groups, g.OutputPlane);
    }

    /// <summary>Computes gw; the planes of x are read <paramref name="before"/> elements further to the front and <paramref name="after"/> further to the back than they reach.</summary>
    public static void Run(in ConvGeometry g, T* x, int before, int after, T* gy, T* gw, TPlane pass)
    {
        var body = new DepthwisePlaneSums<TLanes, T, TPlane>(g, x, before, after, gy, gw, pass);
        WorkPool.For(g.Groups, 1 + ((1L << 18) / (g.Batch * ((g.OutputPlane * Taps) + 256))), ref body);
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        int n = TLanes.Count;
        T* sums = Scratch.Take<T>(SumBuffer, Taps * n), masks = stackalloc T[9 * TLanes.Count];
        _pass.Prepare(masks);
        for (long channel = start; channel < end; channel++)
        {
            new Span<T>(sums, Taps * n).Clear();
            for (long image = 0; image < _images; image++)
            {
                long plane = (image * _channels) + channel;
                _pass.Add(_source.Of(plane), _gradient + (plane * _plane), masks, sums);
            }
            T* result = _result + (channel * Taps);
            for (int k = 0; k < Taps; k++)
                result[k] = TLanes.Sum(TLanes.Load(sums + (k * n)));
        }
    }
}
