using System.Runtime.CompilerServices;

namespace Nabla.Formats.Raw;

/// <summary>Copies the elements of a strided view, row by row, in row-major order.</summary>
internal unsafe struct StridedReader
{
    private readonly TensorData _data;
    private readonly long[] _index;
    private readonly int _size;
    private long _position; // element offset of _index in the storage
    private long _left;

    public StridedReader(TensorData data)
    {
        _data = data;
        _index = new long[data.Shape.Length];
        _size = data.DType.Size();
        _position = data.Offset;
        _left = data.Count;
    }

    /// <summary>Fills as much of <paramref name="buffer"/> as whole elements allow; returns the bytes written, 0 at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        byte* source = _data.Storage.Pointer;
        int n = (int)Math.Min(_left, buffer.Length / _size);
        fixed (byte* start = buffer)
        {
            byte* to = start;
            for (int i = 0; i < n; i++, to += _size)
            {
                Unsafe.CopyBlockUnaligned(to, source + _position * _size, (uint)_size);
                Advance();
            }
        }
        _left -= n;
        GC.KeepAlive(_data.Storage);
        return n * _size;
    }

    private void Advance()
    {
        ReadOnlySpan<long> shape = _data.Shape, strides = _data.Strides;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            _position += strides[axis];
            if (++_index[axis] < shape[axis]) return;
            _position -= strides[axis] * shape[axis];
            _index[axis] = 0;
        }
    }
}
