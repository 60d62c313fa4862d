using Nabla.Formats.Numpy;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>A NumPy array inside a pickle.</summary>
[Export("formats.pytorch.PickleArray")]
public sealed class PickleArray : IPickleBuildable
{
    private TensorData? _data;

    internal PickleArray()
    {
    }

    /// <summary>The elements.</summary>
    /// <exception cref="InvalidOperationException">The pickle never filled the array.</exception>
    public TensorData Data => _data ?? throw new InvalidOperationException("The pickle made an array but never filled it.");

    /// <summary>True once the pickle has filled it.</summary>
    public bool IsFilled => _data is not null;

    // ndarray.__setstate__((version, shape, dtype, is_fortran, bytes))
    void IPickleBuildable.Build(object? state, PickleReader reader)
    {
        if (state is not PickleTuple tuple || tuple is not [long, PickleTuple size, NumpyGlobals.PickledType type, bool fortran, var content] || !size.TryGetLongs(out long[]? shape))
            throw reader.Error("a NumPy array has an unexpected state");
        if (content is List<object?>) throw reader.Error("a NumPy array holds Python objects", "numbers");
        byte[] bytes = content as byte[] ?? (content is string text ? NumpyGlobals.BytesOf(text, reader) : throw reader.Error("a NumPy array has no bytes"));
        try
        {
            _data = NpyType.Parse(type.Descriptor).Decode(ByteRegion.CopyOf(bytes), shape, fortran);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw reader.Error($"a NumPy array cannot be read: {e.Message}", null, e);
        }
    }
}

/// <summary>The few NumPy functions that checkpoints name: arrays, scalars (a best accuracy, say) and dtypes.</summary>
internal static class NumpyGlobals
{
    /// <summary>Puts the functions on the allow list.</summary>
    public static void Register()
    {
        TorchGlobals.Allow((_, _) => new PickleArray(), "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct");
        TorchGlobals.Allow((_, r) => throw r.Error("a NumPy array is made in an unexpected way"), "numpy.ndarray");
        TorchGlobals.Allow((a, r) => a is [string code, ..] ? new PickledType(code) : throw r.Error("a NumPy dtype has no name"), "numpy.dtype");
        TorchGlobals.Allow(Scalar, "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar");
    }

    /// <summary>Bytes that Python 2 pickled as text.</summary>
    public static byte[] BytesOf(string text, PickleReader reader) =>
        text.All(c => c <= 0xFF) ? System.Text.Encoding.Latin1.GetBytes(text) : throw reader.Error("bytes of a NumPy value hold characters beyond Latin-1");

    private static object Scalar(PickleTuple arguments, PickleReader reader)
    {
        if (arguments is not [PickledType type, var content]) throw reader.Error("a NumPy scalar has unexpected arguments");
        byte[] bytes = content as byte[] ?? (content is string text ? BytesOf(text, reader) : throw reader.Error("a NumPy scalar has no bytes"));
        try
        {
            TensorData value = NpyType.Parse(type.Descriptor).Decode(ByteRegion.CopyOf(bytes), [], false);
            return value.DType switch
            {
                DType.Bool => bytes[0] != 0,
                DType.UInt8 => (long)bytes[0],
                DType.Int8 => (long)value.ToArray<sbyte>()[0],
                DType.Int16 => (long)value.ToArray<short>()[0],
                DType.Int32 => (long)value.ToArray<int>()[0],
                DType.Int64 => value.ToArray<long>()[0],
                DType.Float16 => (double)value.ToArray<Half>()[0],
                DType.Float32 => (double)value.ToArray<float>()[0],
                _ => value.ToArray<double>()[0],
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw reader.Error($"a NumPy scalar cannot be read: {e.Message}", null, e);
        }
    }

    /// <summary>A dtype, whose byte order arrives in a second step.</summary>
    internal sealed class PickledType(string code) : IPickleBuildable
    {
        private string _order = "";

        /// <summary>The descriptor as in a <c>.npy</c> header, such as <c>&lt;f4</c>.</summary>
        public string Descriptor => _order + code;

        // dtype.__setstate__((version, byte order, subdtype, names, fields, size, alignment, flags[, metadata]))
        void IPickleBuildable.Build(object? state, PickleReader reader)
        {
            if (state is not PickleTuple tuple || tuple is not [_, string order, null, null, null, ..] || order is not ("<" or ">" or "|" or "="))
                throw reader.Error("a NumPy dtype is structured or damaged", "a plain number");
            _order = order;
        }
    }
}
