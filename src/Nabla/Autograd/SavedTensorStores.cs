using Nabla.Formats.Safetensors;

namespace Nabla;

/// <summary>Ready-made <see cref="SavedTensorHooks"/>.</summary>
public static class SavedTensorStores
{
    /// <summary>Keeps float32 and float64 values of at least <paramref name="smallest"/> elements in half the memory or less; gradients lose as many digits.</summary>
    /// <param name="type">What they are stored as: bfloat16 (8 bits of mantissa, any size) or float16 (11 bits, up to 65504).</param>
    /// <param name="smallest">Values of fewer elements stay as they are; not negative.</param>
    /// <exception cref="ArgumentException">The dtype is not a half-precision one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative.</exception>
    [Export("autograd.graph.save_in_half_precision")]
    public static SavedTensorHooks HalfPrecision(DType type = DType.BFloat16, long smallest = 1024)
    {
        if (type is not (DType.BFloat16 or DType.Float16)) throw new ArgumentException($"{type.Name()} is not a half-precision type; expected bfloat16 or float16.", nameof(type));
        ArgumentOutOfRangeException.ThrowIfNegative(smallest);
        return new(
            value => value.DType is DType.Float32 or DType.Float64 && value.Count >= smallest ? new Narrowed(value.To(type).Persist(), value.DType) : value,
            stored => stored is Narrowed narrowed ? narrowed.Value.To(narrowed.Was) : (Tensor)stored);
    }

    /// <summary>Keeps values of at least <paramref name="smallest"/> elements in files, one each, which are deleted once nothing needs them.</summary>
    /// <param name="folder">An existing folder with room for what the forward pass keeps.</param>
    /// <param name="smallest">Values of fewer elements stay in memory; not negative.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative.</exception>
    [Export("autograd.graph.save_on_disk")]
    public static SavedTensorHooks OnDisk(string folder, long smallest = 1 << 16)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(smallest);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' to save tensors in.");
        return new(value => value.Count >= smallest ? new OnFile(folder, value) : value, stored => stored is OnFile file ? file.Read() : (Tensor)stored);
    }

    private sealed record Narrowed(Tensor Value, DType Was) : IReleasable
    {
        public void Release() => Value.Dispose();
    }

    private sealed class OnFile : IReleasable
    {
        private const string Key = "value";
        private readonly string _path;

        public OnFile(string folder, Tensor value)
        {
            _path = Path.Combine(folder, $"saved-{Guid.NewGuid():N}.safetensors");
            SafetensorsFile.Save(_path, [new(Key, value.Contiguous())], null);
        }

        ~OnFile() => Delete();

        public void Release() => Delete();

        public Tensor Read()
        {
            Tensor value = SafetensorsFile.Load(_path)[Key];
            GC.KeepAlive(this);
            return value;
        }

        private void Delete()
        {
            try
            {
                File.Delete(_path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The folder may be gone already; a finalizer has nobody to tell.
            }
        }
    }
}
