using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>Forward pass and gradient to the input for groups of one or a few channels (depthwise convolutions), without a product.</summary>
internal readonly unsafe struct DirectConvolution<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const long Positions = 16_384;
    private const int SourceBuffer = 3;
    private const int WeightBuffer = 4;
    private const int TapBuffer = 5;

    private readonly Gather _gather;
    private readonly GridTiling _tiling;
    private readonly WeightMap<T> _weights;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _bias;
    private readonly bool _relu;
    private readonly long _groups, _targetHeight, _targetWidth, _targetPlane;

    private DirectConvolution(in ConvGeometry g, in Gather gather, in WeightMap<T> weights, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        _gather = gather;
        _weights = weights;
        _source = source;
        _target = target;
        _bias = bias;
        _relu = relu;
        _groups = g.Groups;
        _targetHeight = adjoint ? g.Height.Input : g.Height.Output;
        _targetWidth = adjoint ? g.Width.Input : g.Width.Output;
        _targetPlane = adjoint ? g.InputPlane : g.OutputPlane;
        _tiling = new GridTiling(gather, Positions);
    }

    /// <summary>Computes every position of the gather; source channels, taps and positions are at least one.</summary>
    public static void Run(in ConvGeometry g, in Gather gather, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        var body = new DirectConvolution<TLanes, T>(g, gather, new WeightMap<T>(g, gather, weight, adjoint), source, target, adjoint, bias, relu);
        long work = body._tiling.MaxPositions * (body._weights.Rows * gather.Channels * gather.Taps + 4);
        WorkPool.For(body._groups * body._tiling.Count, 1 + ((1L << 17) / work), ref body);
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
            Compute(_tiling[i / _groups], i % _groups);
    }

    private void Compute(in GridTile tile, long group)
    {
        long depth = _gather.Channels * _gather.Taps;
        var source = new SourceTile<T>(_gather, tile, _gather.Channels, copies: true);
        T* buffer = Scratch.Take<T>(SourceBuffer, source.Layout.Count + SourceTile<T>.Slack);
        long* taps = Scratch.Take<long>(TapBuffer, depth);
        T* weights = Scratch.Take<T>(WeightBuffer, depth);
        source.Layout.ListTaps(_gather.Channels, taps);
        T* data = source.Fill(_source, group * _gather.Channels, _gather.Channels, buffer);
        long sourceRow = source.Layout.HeightStep * source.Layout.Row, targetRow = _gather.Height.TargetStep * _targetWidth;
        for (long m = 0; m < _weights.Rows; m++)
        {
            long channel = (group * _weights.Rows) + m;
            _weights.List(group, m, weights);
            T bias = _bias == null ? default : _bias[channel];
            for (long n = 0; n < tile.Images; n++)
            {
                T* image = _target + ((((tile.Image + n) * _groups * _weights.Rows) + channel) * _targetPlane);
                for (long d = 0; d < tile.Planes; d++)
                {
                    long plane = ((tile.Plane + d) * _gather.Depth.TargetStep) + _gather.Depth.Target;
                    int rows;
                    for (long h = 0; h < tile.Rows; h += rows)
                    {
                        rows = tile.Rows - h >= DirectKernel<TLanes, T>.RowsAtOnce ? DirectKernel<TLanes, T>.RowsAtOnce : 1;
                        long row = ((tile.Row + h) * _gather.Height.TargetStep) + _gather.Height.Target;
                        T* target = image + (((plane * _targetHeight) + row) * _targetWidth) + _gather.Width.Target;
                        DirectKernel<TLanes, T>.Rows(
                            rows, _gather.Width.Grid, data + source.Layout.Start(n, d, h), sourceRow, taps, weights, depth, bias, _relu, target, targetRow, _gather.Width.TargetStep);
                    }
                }
            }
        }
    }
}
