using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>The container before PyTorch 1.6: five pickles (magic, protocol, system, object, storage keys), then the storages one after another.</summary>
internal sealed class TorchLegacyReader : TorchHost
{
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly ByteRegion _file;
    private readonly string? _name;
    private readonly Dictionary<string, (ByteRegion Bytes, TorchType Element)> _storages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Root, long Offset, ByteRegion Bytes)> _views = new(StringComparer.Ordinal);

    private TorchLegacyReader(ByteRegion file, string? name)
    {
        _file = file;
        _name = name;
    }

    public static object? Read(ByteRegion file, string? name, PickleLimits limits)
    {
        var host = new TorchLegacyReader(file, name);
        var reader = new PickleReader(file, 0, host, limits, name);
        if (reader.Load() is not BigInteger magic || magic != Magic) throw host.Error(0, "the file is a pickle, but not one written by torch.save");
        if (reader.Load() is not 1001L) throw host.Error(reader.Position, "the file has an unknown protocol version", "1001");
        if (reader.Load() is not PickleDict system) throw host.Error(reader.Position, "the description of the system is missing");
        if (system.TryGetValue("little_endian", out object? little) && little is false) throw host.Error(reader.Position, "the file was written on a big-endian machine");
        object? root = reader.Load();
        if (reader.Load() is not List<object?> keys) throw host.Error(reader.Position, "the list of storages is missing");
        host.BindStorages(keys, reader.Position);
        return root;
    }

    protected override ByteRegion Find(string key, long bytes, TorchType element, object? view, PickleReader reader)
    {
        if (bytes > _file.Length) throw reader.Error($"the storage {Quoted.Of(key)} claims {bytes} bytes", $"at most the {_file.Length} of the file (it is truncated)");
        if (!_storages.TryGetValue(key, out var storage))
        {
            storage = (ByteRegion.Deferred(bytes), element);
            _storages.Add(key, storage);
        }
        if (storage.Bytes.Length != bytes) throw reader.Error($"the storage {Quoted.Of(key)} has two sizes, {storage.Bytes.Length} and {bytes} bytes");
        if (view is null) return storage.Bytes;

        // A view of a part of a storage, as PyTorch wrote before 0.4: (key, offset, size) in elements.
        if (view is not PickleTuple tuple || tuple is not [string part, long offset, long size] || offset < 0 || size < 0 || size > bytes / element.Size || offset > bytes / element.Size - size)
            throw reader.Error("a view of a storage reaches outside it");
        if (!_views.TryGetValue(part, out var known))
        {
            known = (key, offset * element.Size, ByteRegion.Deferred(size * element.Size));
            _views.Add(part, known);
        }
        if (known.Root != key || known.Offset != offset * element.Size || known.Bytes.Length != size * element.Size) throw reader.Error("a view of a storage is described in two ways");
        return known.Bytes;
    }

    private void BindStorages(List<object?> keys, long at)
    {
        var bound = new HashSet<string>(StringComparer.Ordinal);
        foreach (object? key in keys)
        {
            string name = key as string ?? (key is long number ? number.ToString(CultureInfo.InvariantCulture) : "");
            if (!_storages.TryGetValue(name, out var storage) || !bound.Add(name)) throw Error(at, "the list of storages names one that no tensor uses, or one twice");
            if (_file.Length - at < 8) throw Error(at, $"the storage {Quoted.Of(name)} is missing (the file is truncated)");
            long count = BinaryPrimitives.ReadInt64LittleEndian(_file.Span(at, 8));
            if (count < 0 || count != storage.Bytes.Length / storage.Element.Size) throw Error(at, $"the storage {Quoted.Of(name)} has {count} elements", $"{storage.Bytes.Length / storage.Element.Size}, as the pickle says");
            at += 8;
            if (storage.Bytes.Length > _file.Length - at) throw Error(at, $"the storage {Quoted.Of(name)} needs {storage.Bytes.Length} bytes", $"at most the {_file.Length - at} that follow (the file is truncated)");
            storage.Bytes.Bind(_file.Slice(at, storage.Bytes.Length));
            at += storage.Bytes.Length;
        }
        if (bound.Count != _storages.Count) throw Error(at, $"{_storages.Count - bound.Count} storages are not in the file");
        foreach ((string root, long offset, ByteRegion bytes) in _views.Values) bytes.Bind(_storages[root].Bytes.Slice(offset, bytes.Length));
        GC.KeepAlive(_file);
    }

    private NablaFormatException Error(long offset, string problem, string? expected = null) => new(_name, offset, problem, expected);
}
