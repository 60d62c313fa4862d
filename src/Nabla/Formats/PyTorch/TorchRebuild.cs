using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>Stands for the functions of <c>torch._utils</c> that a pickle calls to make tensors: views of storages, checked against their bounds.</summary>
internal static class TorchRebuild
{
    /// <summary>Puts the functions on the allow list.</summary>
    public static void Register()
    {
        TorchGlobals.Allow((a, r) => Tensor(a, 4, null, r), "torch._utils._rebuild_tensor");
        TorchGlobals.Allow((a, r) => Tensor(a, 6, null, r), "torch._utils._rebuild_tensor_v2");
        TorchGlobals.Allow((a, r) => Tensor(a, 7, a.Count > 6 ? a[6] : null, r), "torch._utils._rebuild_tensor_v3");
        TorchGlobals.Allow((a, r) => a is [var data, bool grad, ..] ? Parameter(data, grad, r) : throw r.Error("a parameter is rebuilt from unexpected values"), "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state");
        TorchGlobals.Allow(
            (a, r) => a switch { [var data] => Parameter(data, true, r), [var data, bool grad] => Parameter(data, grad, r), _ => throw r.Error("a parameter is made from unexpected values") },
            "torch.nn.parameter.Parameter",
            "torch.nn.parameter.Buffer");
        TorchGlobals.Allow((a, r) => a is [PickleFunction function, _, PickleTuple arguments, ..] ? function.Call(arguments, r) : throw r.Error("a tensor is rebuilt through something else than a function of the allowed list"), "torch._tensor._rebuild_from_type_v2");
        TorchGlobals.Allow((a, r) => a is [TorchStorage storage, ..] ? storage : throw r.Error("a storage is made from something else"), "torch.storage.TypedStorage", "torch.storage._TypedStorage");
        TorchGlobals.Allow((_, r) => throw r.Error("a tensor is made in a way that files before PyTorch 0.4 used", "a file saved by a newer version"), "torch.Tensor");
        foreach (string name in (ReadOnlySpan<string>)["_rebuild_qtensor", "_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor", "_rebuild_nested_tensor", "_rebuild_meta_tensor_no_storage", "_rebuild_device_tensor_from_numpy", "_rebuild_wrapper_subclass"])
            TorchGlobals.Allow((_, r) => throw r.Error($"the pickle holds a tensor made by {name}", "ordinary dense tensors"), "torch._utils." + name);
    }

    private static TensorData Parameter(object? data, bool requiresGrad, PickleReader reader)
    {
        if (data is not TensorData tensor) throw reader.Error("a parameter is made from something that is not a tensor");
        return new(tensor.DType, tensor.Shape, tensor.Strides, tensor.Offset, tensor.Storage) { RequiresGrad = requiresGrad };
    }

    // (storage, storage_offset, size, stride[, requires_grad, backward_hooks[, dtype or metadata]])
    private static TensorData Tensor(PickleTuple arguments, int least, object? type, PickleReader reader)
    {
        if (arguments.Count < least || arguments is not [TorchStorage storage, long offset, PickleTuple size, PickleTuple stride, ..] ||
            !size.TryGetLongs(out long[]? shape) || !stride.TryGetLongs(out long[]? strides))
        {
            throw reader.Error("a tensor is rebuilt from unexpected values", "a storage, an offset, sizes and strides");
        }
        DType? element = type switch { null => storage.DType, DType given => given, _ => null };
        if (element is not { } known)
            throw reader.Error($"the pickle holds a tensor of dtype {(type as TorchType)?.Name ?? storage.TypeName}", "bool, uint8, int8, int16, int32, int64, float16, bfloat16, float32 or float64");
        try
        {
            return new(known, shape, strides, offset, storage.Bytes) { RequiresGrad = arguments is [_, _, _, _, true, ..] };
        }
        catch (ArgumentException e)
        {
            throw reader.Error($"a tensor does not fit its storage of {storage.Bytes.Length} bytes: {e.Message}", null, e);
        }
    }
}
