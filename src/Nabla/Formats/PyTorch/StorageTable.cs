using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>Collects what has to be written: for every storage (and dtype it is viewed with) the part that some tensor reaches.</summary>
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
    internal sealed class Part(int key, TensorData any)
    {
        private long _end;

        public int Key => key;

        public long First { get; private set; } = long.MaxValue;

        public long Count => _end - First;

        public void Include(TensorData tensor)
        {
            if (tensor.Count == 0) return;
            First = Math.Min(First, tensor.Offset);
            _end = Math.Max(_end, tensor.Offset + tensor.Extent);
        }

        public void Close()
        {
            if (First == long.MaxValue) First = _end = 0;
        }

        public void WriteTo(Stream stream) => any.WriteRange(stream, First, Count);
    }
}
