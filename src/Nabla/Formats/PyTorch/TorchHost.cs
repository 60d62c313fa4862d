using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>Gives the unpickler the allow list and the storages; how a storage is found depends on the container.</summary>
internal abstract class TorchHost : IPickleHost
{
    public object? Resolve(string module, string name) => TorchGlobals.Resolve(module, name);

    // ('storage', class, key, location, number of elements[, view metadata])
    public object? PersistentLoad(object? id, PickleReader reader)
    {
        if (id is PickleTuple tuple)
        {
            // Legacy files of whole modules carry the source of their classes: ('module', class, file, source).
            if (tuple is ["module", var type, ..]) return type;
            if (tuple is ["storage", TorchType element, var key, string location, long count, ..])
            {
                string name = key as string ?? (key is long number ? number.ToString() : throw reader.Error("the key of a storage is not text"));
                if (count < 0 || count > long.MaxValue / 16) throw reader.Error($"a storage claims {count} elements");
                return new TorchStorage(element.Name, element.DType, Find(name, count * element.Size, element, tuple.Count > 5 ? tuple[5] : null, reader), location);
            }
        }
        throw reader.Error("a persistent id is not that of a storage");
    }

    /// <summary>The bytes of a storage; the same object for the same key.</summary>
    protected abstract ByteRegion Find(string key, long bytes, TorchType element, object? view, PickleReader reader);
}
