using Nabla.Formats.Numpy;
using Nabla.Formats.PyTorch;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;

namespace Nabla.Tests.Formats;

/// <summary>Every checkpoint loader behind one call, which also touches what was loaded.</summary>
internal static class Loaders
{
    /// <summary>Loads bytes as what the file name says and makes tensors of everything in it.</summary>
    public static void Load(string file, byte[] bytes, bool verify)
    {
        ByteRegion region = ByteRegion.CopyOf(bytes);
        switch (Path.GetExtension(file))
        {
            case ".safetensors":
                Consume(SafetensorsFile.Parse(region, file).ReadAll());
                break;
            case ".npy":
                Consume([new("", NpyFile.Parse(region, file))]);
                break;
            case ".npz":
                Consume(NpzFile.Parse(region, file, verify));
                break;
            default:
                var options = new PyTorchReadOptions { VerifyChecksums = verify, UnknownGlobals = bytes.Length % 2 == 0 ? UnknownGlobals.Opaque : UnknownGlobals.Reject };
                PyTorchFile loaded = PyTorchFile.Parse(region, file, options);
                Consume([.. Tensors(loaded.Root).Select((t, i) => KeyValuePair.Create($"{i}", t))]);
                Consume(loaded.StateDict());
                break;
        }
    }

    private static void Consume(IReadOnlyCollection<KeyValuePair<string, TensorData>> entries)
    {
        foreach (bool mapped in (bool[])[false, true])
        {
            foreach (Tensor tensor in TensorBridge.ToTensors(entries, mapped).Values)
            {
                if (tensor.Count is > 0 and < 10_000) tensor.Contiguous().AsBytes().ToArray().CopyTo(new byte[tensor.Count * tensor.DType.Size()], 0);
                tensor.Dispose();
            }
        }
    }

    /// <summary>Every tensor of an object tree, which may contain itself.</summary>
    private static IEnumerable<TensorData> Tensors(object? root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object?>([root]);
        while (open.TryPop(out object? value))
        {
            if (value is null or string || !seen.Add(value)) continue;
            switch (value)
            {
                case TensorData tensor: yield return tensor; break;
                case PickleArray { IsFilled: true } array: yield return array.Data; break;
                case PickleDict dict:
                    foreach ((object? key, object? item) in dict)
                    {
                        open.Push(key);
                        open.Push(item);
                    }
                    open.Push(dict.Attributes);
                    break;
                case PickleOpaque opaque:
                    open.Push(opaque.Arguments);
                    open.Push(opaque.State);
                    open.Push(opaque.Entries);
                    break;
                case IEnumerable<object?> list:
                    foreach (object? item in list) open.Push(item);
                    break;
            }
        }
    }
}
