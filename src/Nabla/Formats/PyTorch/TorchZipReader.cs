using System.Text;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;
using Nabla.Formats.Zip;

namespace Nabla.Formats.PyTorch;

/// <summary>The zip container of PyTorch 1.6 and later: a pickle, one entry per storage, a version.</summary>
internal sealed class TorchZipReader : TorchHost
{
    private readonly ZipArchiveReader _zip;
    private readonly string _folder;
    private readonly PyTorchReadOptions _options;
    private readonly bool _bigEndian;
    private readonly Dictionary<string, ByteRegion> _storages = new(StringComparer.Ordinal);

    private TorchZipReader(ZipArchiveReader zip, string folder, PyTorchReadOptions options)
    {
        _zip = zip;
        _folder = folder;
        _options = options;
        if (!zip.Items.TryGetValue(folder + "byteorder", out ZipItem? order)) return;
        if (order.Size is not (3 or 6)) throw zip.Error(order.Data, "the byte order is neither little nor big");
        string text = Encoding.ASCII.GetString(zip.Read(order, options.VerifyChecksums).Span(0, (int)order.Size));
        if (text is not ("little" or "big")) throw zip.Error(order.Data, "the byte order is neither little nor big");
        _bigEndian = text == "big";
    }

    public static object? Read(ByteRegion file, string? name, PyTorchReadOptions options, PickleLimits limits)
    {
        ZipArchiveReader zip = ZipArchiveReader.Open(file, name);
        ZipItem pickle = zip.Items.Values.FirstOrDefault(e => e.Name.EndsWith("data.pkl", StringComparison.Ordinal) && (e.Name.Length == 8 || e.Name.IndexOf('/') == e.Name.Length - 9))
            ?? throw zip.Error(0, "the zip archive has no data.pkl", "a file written by torch.save");
        string folder = pickle.Name[..^8];
        if (zip.Items.ContainsKey(folder + "constants.pkl"))
            throw zip.Error(0, "the file is a TorchScript program", "a checkpoint (save model.state_dict() with torch.save)");
        if (pickle.Size > limits.Bytes) throw zip.Error(pickle.Data, $"the pickle has {pickle.Size} bytes", $"at most {limits.Bytes}; the limit is an option of the reader");
        var host = new TorchZipReader(zip, folder, options);
        ByteRegion bytes = zip.Read(pickle, options.VerifyChecksums);
        var reader = new PickleReader(bytes, 0, host, limits, name is null ? pickle.Name : $"{name}({pickle.Name})");
        return reader.Load();
    }

    protected override ByteRegion Find(string key, long bytes, TorchType element, object? view, PickleReader reader)
    {
        if (!_storages.TryGetValue(key, out ByteRegion? storage))
        {
            if (!_zip.Items.TryGetValue($"{_folder}data/{key}", out ZipItem? item)) throw reader.Error($"the storage {Quoted.Of(key)} is not in the archive");
            if (item.Size != bytes) throw reader.Error($"the storage {Quoted.Of(key)} has {item.Size} bytes", $"{bytes}, as the pickle says");
            storage = _zip.Read(item, _options.VerifyChecksums);
            if (_bigEndian) storage = Numpy.NpyType.Swapped(storage, element.Size);
            _storages.Add(key, storage);
        }
        if (storage.Length != bytes) throw reader.Error($"the storage {Quoted.Of(key)} has {storage.Length} bytes", $"{bytes}, as the pickle says");
        return storage;
    }
}
