using Nabla.Formats.PyTorch;

namespace Nabla.Formats.Raw;

/// <summary>From tensors to what lies in files and back, keeping shared storages shared.</summary>
public static class TensorBridge
{
    /// <summary>A tensor with these elements.</summary>
    /// <param name="data">The elements.</param>
    /// <param name="mapped">
    /// False (the default) copies them. True makes a read-only tensor over the file's mapping, which costs nothing until it is read
    /// (elements that do not lie at a multiple of their size are copied all the same).
    /// </param>
    [Export("formats.raw.TensorBridge.to_tensor")]
    public static Tensor ToTensor(this TensorData data, bool mapped = false) => ToTensors([new("", data)], mapped)[""];

    /// <summary>The elements of a tensor, without copying: the tensor must neither be changed nor disposed while the result is in use.</summary>
    /// <exception cref="InvalidOperationException">The tensor has a shape but no data, or was disposed.</exception>
    [Export("formats.raw.TensorBridge.to_data")]
    public static TensorData ToData(this Tensor tensor) => new Exporter().Convert(tensor);

    /// <summary>Tensors with these elements; those that share a storage go on sharing one.</summary>
    internal static StateDict ToTensors(IReadOnlyCollection<KeyValuePair<string, TensorData>> entries, bool mapped)
    {
        var storages = new StorageTable();
        foreach ((_, TensorData data) in entries) storages.Add(data);
        storages.Close();
        Tensor[] whole = [.. storages.Parts.Select(part => mapped ? part.Map() : part.Copy())];
        try
        {
            var result = new StateDict();
            foreach ((string name, TensorData data) in entries)
            {
                StorageTable.Part part = storages.Of(data);
                Tensor view = whole[part.Key].View(new(data.Shape), data.Strides.ToArray(), data.Count == 0 ? 0 : data.Offset - part.First);
                view.IsView = part.Users > 1;
                result.Add(name, view);
            }
            return result;
        }
        finally
        {
            foreach (Tensor tensor in whole) tensor.Dispose();
        }
    }

    /// <summary>Converts tensors one by one, giving those that share a storage the same region.</summary>
    internal sealed unsafe class Exporter
    {
        private readonly Dictionary<Storage, ByteRegion> _regions = [];

        public TensorData Convert(Tensor tensor)
        {
            if (!_regions.TryGetValue(tensor.Storage, out ByteRegion? region))
            {
                region = ByteRegion.Wrap(tensor.Storage.Pointer, tensor.Storage.Bytes, tensor);
                _regions.Add(tensor.Storage, region);
            }
            return new(tensor.DType, tensor.Shape.Span, tensor.Strides, tensor.Offset, region) { RequiresGrad = tensor.RequiresGrad };
        }

        public IEnumerable<KeyValuePair<string, TensorData>> Convert(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
            tensors.Select(t => KeyValuePair.Create(t.Key, Convert(t.Value)));
    }
}
