using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;
using Nabla.Formats.Zip;

namespace Nabla.Formats.PyTorch;

/// <summary>Writes files that <c>torch.load</c> reads (PyTorch 1.6 and later), with bytes that depend on the content alone.</summary>
/// <remarks>
/// Tensors that share a storage share it in the file. State dicts of tensors load with <c>weights_only=True</c> everywhere;
/// floating-point numbers outside tensors (an optimiser's learning rate) need PyTorch 2 for that, as PyTorch 1.13 cannot so read even its own.
/// </remarks>
public static class PyTorchWriter
{
    private const int Alignment = 64;

    /// <summary>Writes an object to a file, atomically.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="root">
    /// Null, bool, integers, floating-point numbers, text, <c>byte[]</c>, <see cref="DType"/>, <see cref="Tensor"/>, <see cref="TensorData"/>, lists and arrays, <see cref="PickleTuple"/>,
    /// <see cref="PickleDict"/>; a sequence of names and tensors becomes an <c>OrderedDict</c> of detached ones, one of names and objects a <c>dict</c>.
    /// </param>
    /// <exception cref="ArgumentException">A value has no counterpart, or the object contains itself.</exception>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("formats.pytorch.PyTorchWriter.write")]
    public static void Write(string path, object? root) => AtomicFile.Write(path, stream => Write(stream, root));

    /// <summary>Writes an object to a stream.</summary>
    /// <inheritdoc cref="Write(string, object?)"/>
    public static void Write(Stream stream, object? root) => Write(stream, root, forceZip64: false);

    internal static void Write(Stream stream, object? root, bool forceZip64)
    {
        var storages = new StorageTable();
        var exporter = new TensorBridge.Exporter();
        // The pickle is written twice: the extent of every storage is known only when all its views have been seen.
        new PickleWriter(exporter, (tensor, _) => storages.Add(tensor)).Write(root);
        storages.Close();
        ReadOnlyMemory<byte> pickle = new PickleWriter(exporter, (tensor, writer) => WriteTensor(tensor, storages, writer)).Write(root);

        var zip = new ZipArchiveWriter(stream, forceZip64);
        zip.Store("archive/data.pkl", s => s.Write(pickle.Span), Alignment);
        zip.Store("archive/byteorder", s => s.Write("little"u8), Alignment);
        for (int i = 0; i < storages.Parts.Count; i++)
        {
            StorageTable.Part part = storages.Parts[i];
            zip.Store($"archive/data/{i}", part.WriteTo, Alignment);
        }
        zip.Store("archive/version", s => s.Write("3\n"u8), Alignment);
        zip.Finish();
    }

    private static void WriteTensor(TensorData tensor, StorageTable storages, PickleWriter writer)
    {
        StorageTable.Part part = storages.Of(tensor);
        writer.Global("torch._utils", "_rebuild_tensor_v2");
        writer.Op('(');
        writer.Op('(');
        writer.Text("storage");
        writer.Global("torch", TorchType.Of(tensor.DType).Storage);
        writer.Text(part.Key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Text("cpu");
        writer.Integer(part.Count);
        writer.Op('t');
        writer.Op('Q');
        writer.Integer(tensor.Count == 0 ? 0 : tensor.Offset - part.First);
        writer.Longs(tensor.Shape);
        writer.Longs(tensor.Strides);
        writer.Bool(tensor.RequiresGrad);
        writer.Global("collections", "OrderedDict"); // no backward hooks
        writer.Op(')');
        writer.Op('R');
        writer.Op('t');
        writer.Op('R');
    }
}
