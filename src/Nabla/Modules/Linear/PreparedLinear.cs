using Nabla.Kernels.Gemm;

namespace Nabla;

/// <summary>A linear layer in evaluation: bias and activation in one pass, and the weight kept as the kernel wants it until it changes.</summary>
/// <remarks>A weight is packed when it comes for the second time unchanged, so that a single pass costs neither the time nor the memory of a copy.</remarks>
internal sealed class PreparedLinear
{
    /// <summary>Most rows that a weight is packed for ahead: with more, packing anew costs a few percent of the product.</summary>
    private const long MostRows = 1024;

    private readonly Storage? _storage;
    private readonly int _version;
    private readonly (long Offset, long Row, long Column) _place;
    private PreparedMatrix? _matrix;

    private PreparedLinear(Tensor weight) => (_storage, _version, _place) = (weight.StorageOrNull, weight.StorageOrNull?.Version ?? 0, Place(weight));

    /// <summary>Does <see cref="Run"/> give what the recorded operations would: nothing is recorded, watched, converted or only shaped?</summary>
    public static bool Takes(Tensor x, Linear layer) =>
        BatchNormBase.Foldable(x) && !Autocast.IsEnabled && !ForwardAD.IsActive && !AnomalyMode.IsEnabled && x.Rank > 0 && x.Count > 0 && x.Backend is IPreparedLinear
        && layer.Weight.Value is var weight && weight.DType == x.DType && weight.Count > 0 && x.Shape[^1] == weight.Shape[1] && (layer.Bias is null || layer.Bias.Value.DType == x.DType);

    /// <summary>The layer and an activation; <paramref name="kept"/> is renewed when it is out of date.</summary>
    public static Tensor Run(ref PreparedLinear? kept, Linear layer, Tensor x, LinearActivation activation)
    {
        Tensor weight = layer.Weight.Value;
        var backend = (IPreparedLinear)x.Backend;
        long inputs = weight.Shape[1], outputs = weight.Shape[0], count = x.Count / inputs;
        PreparedMatrix? matrix = null;
        if (count is >= LinearProduct.FewestPreparedRows and <= MostRows)
        {
            PreparedLinear? current = Volatile.Read(ref kept);
            if (current is null || !current.Holds(weight)) Volatile.Write(ref kept, new(weight));
            else matrix = current._matrix ??= backend.Prepare(weight);
        }
        using Tensor rows = x.Rank == 2 ? x.Alias() : x.Reshape(count, inputs);
        using Tensor? bias = layer.Bias?.Value.Contiguous().Alias();
        Tensor y = Tensor.Empty([.. x.Shape.Span[..^1], outputs], x.DType, x.Backend);
        // An observer sees this view before the product, whose time ends where it is told of.
        using Tensor? transposed = OpObserver.IsWatching && bias is null ? weight.T : null;
        backend.Linear(rows, weight, bias, activation, y, matrix);
        if (OpObserver.IsWatching)
        {
            if (bias is null) OpObserver.Notify(new MatMulOp(), [rows, transposed!], y);
            else OpObserver.Notify(new LinearOp(), [rows, weight, bias], y);
        }
        return y;
    }

    private bool Holds(Tensor weight) => weight.StorageOrNull is { } storage && ReferenceEquals(storage, _storage) && storage.Version == _version && Place(weight) == _place;

    private static (long Offset, long Row, long Column) Place(Tensor weight) => (weight.Offset, weight.Strides[0], weight.Strides[1]);
}
