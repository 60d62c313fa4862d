namespace Nabla.Formats.Raw;

/// <summary>Groups tensors by storage (and dtype it is viewed with) and finds the part of it that some tensor reaches: what has to be written or copied.</summary>
internal sealed class StorageTable
{
    private readonly Dictionary<(ByteRegion, DType), Part> _parts = [];

    /// <summary>In the order of first use; the index is the key.</summary>
    public List<Part> Parts { get; } = [];

    public void Add(TensorData tensor)
    {
        if (!_parts.TryGetValue((tensor.Storage, tensor.DType), out Part? part))
        {
            part = new(Parts.Count, tensor);
            _parts.Add((tensor.Storage, tensor.DType), part);
            Parts.Add(part);
        }
        part.Include(tensor);
    }

    public void Close()
    {
        foreach (Part part in Parts) part.Close();
    }

    public Part Of(TensorData tensor) => _parts[(tensor.Storage, tensor.DType)];

    /// <summary>A run of elements of one storage.</summary>
    internal sealed unsafe class Part(int key, TensorData any)
    {
        private long _end;

        public int Key => key;

        public long First { get; private set; } = long.MaxValue;

        public long Count => _end - First;

        /// <summary>Tensors that view it.</summary>
        public int Users { get; private set; }

        public void Include(TensorData tensor)
        {
            Users++;
            if (tensor.Count == 0) return;
            First = Math.Min(First, tensor.Offset);
            _end = Math.Max(_end, tensor.Offset + tensor.Extent);
        }

        public void Close()
        {
            if (First == long.MaxValue) First = _end = 0;
        }

        public void WriteTo(Stream stream) => any.WriteRange(stream, First, Count);

        /// <summary>The elements as a flat tensor of its own.</summary>
        public Tensor Copy()
        {
            Tensor copy = Tensor.Empty([Count], any.DType);
            long first = First * any.DType.Size(), bytes = Count * any.DType.Size();
            for (long at = 0; at < bytes;)
            {
                int n = (int)Math.Min(bytes - at, 1 << 24);
                any.Storage.CopyTo(first + at, new Span<byte>(copy.Storage.Pointer + at, n));
                at += n;
            }
            return copy;
        }

        /// <summary>The elements as a flat read-only tensor over the same memory; copied when they are not aligned.</summary>
        public Tensor Map()
        {
            byte* start = any.Storage.Pointer + First * any.DType.Size();
            return (nint)start % any.DType.Size() == 0
                ? Tensor.Wrap(start, Count * any.DType.Size(), new Keeper(any.Storage), readOnly: true, any.DType, [Count])
                : Copy();
        }
    }

    /// <summary>Keeps a region reachable for as long as a tensor's storage is.</summary>
    private sealed class Keeper(ByteRegion region) : IDisposable
    {
        private ByteRegion? _region = region;

        public void Dispose() => _region = null;
    }
}
