using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>Runs products in half precision and delicate operations in float32, without a change to the model.</summary>
/// <remarks>
/// <code>
/// using (Autocast.Enter(DType.BFloat16)) loss = Functional.CrossEntropy(model.Call(x), labels);
/// loss.Backward();
/// </code>
/// Matrix products, convolutions, recurrent layers and attention convert their floating-point inputs to the lower type; normalisation, losses, distances, linear algebra, Fourier
/// transforms, products over an axis and cumulative products convert half-precision inputs to float32; all other operations take what they are given, and promote where types differ.
/// float16, which ends at 65,504, has more operations of the second kind: exponentials, logarithms, powers, sums, softmax and their like. These are the lists of PyTorch's
/// CPU (bfloat16) and CUDA (float16) autocast. Parameters stay float32
/// and so do their gradients; the conversion of a parameter is done once and kept until the outermost region ends. Backward runs in the types of the forward pass,
/// inside a region or outside. Regions nest, and one with <c>enabled: false</c> is a hole in another. float64 stays float64.
/// </remarks>
public static class Autocast
{
    // A transposed convolution is the gradient of a convolution.
    private static readonly HashSet<Type> Lower = [typeof(LinearOp), typeof(MatMulOp), typeof(ConvolveOp), typeof(ConvolveGradInputOp), typeof(AttentionOp)];

    private static readonly HashSet<Type> Exact =
    [
        typeof(BatchNormOp), typeof(BatchNormInferenceOp), typeof(LayerNormOp), typeof(GroupNormOp), typeof(RmsNormOp),
        typeof(CrossEntropyOp), typeof(BinaryCrossEntropyOp), typeof(BinaryCrossEntropyWithLogitsOp), typeof(ProdOp), typeof(CumProdOp),
    ];

    /// <summary>Where float16 would overflow, or lose what matters.</summary>
    private static readonly HashSet<Type> ExactForFloat16 =
    [
        typeof(AcosOp), typeof(AsinOp), typeof(CoshOp), typeof(SinhOp), typeof(TanOp), typeof(ErfinvOp), typeof(ExpOp), typeof(Expm1Op), typeof(LogOp), typeof(Log10Op), typeof(Log2Op),
        typeof(Log1pOp), typeof(ReciprocalOp), typeof(RsqrtOp), typeof(PowOp), typeof(PowScalarOp), typeof(SoftplusOp), typeof(SoftmaxOp), typeof(LogSoftmaxOp), typeof(LogSumExpOp),
        typeof(NormOp), typeof(SumOp), typeof(CumSumOp),
    ];

    [ThreadStatic]
    private static Region? _region;

    /// <summary>Is a region open on this thread, and switched on?</summary>
    [Export("is_autocast_cpu_enabled")]
    public static bool IsEnabled => _region is { Enabled: true };

    /// <summary>The lower type of the innermost region; bfloat16 outside.</summary>
    [Export("get_autocast_cpu_dtype")]
    public static DType LowerType => _region?.Type ?? DType.BFloat16;

    /// <summary>Opens a region on this thread until the result is disposed.</summary>
    /// <param name="type">The lower type: bfloat16 or float16.</param>
    /// <param name="enabled">False for a region where nothing is converted.</param>
    /// <param name="cache">Keep converted parameters until the outermost region ends.</param>
    /// <exception cref="ArgumentException">The type is not a half-precision one.</exception>
    [Export("cpu.amp.autocast", "autocast")]
    public static Scope Enter(DType type = DType.BFloat16, bool enabled = true, bool cache = true)
    {
        if (type is not (DType.BFloat16 or DType.Float16)) throw new ArgumentException($"Autocast lowers to bfloat16 or float16; got {type.Name()}.", nameof(type));
        Region? outer = _region;
        _region = new(type, enabled, cache, outer?.Casts ?? []);
        return new(outer);
    }

    /// <summary>The settings now in force, to be replayed by <see cref="Restore"/>.</summary>
    internal static object? Present => _region;

    /// <summary>Replays settings, without their cache, until the result is disposed.</summary>
    internal static Scope Restore(object? settings)
    {
        Region? outer = _region;
        _region = settings is Region region ? region with { Cache = false } : null;
        return new(outer);
    }

    /// <summary>No conversions until the result is disposed.</summary>
    internal static Scope Suspend()
    {
        Region? outer = _region;
        _region = null;
        return new(outer);
    }

    /// <summary>Half-precision values as float32 inside a region, for functions that belong there as a whole.</summary>
    internal static Tensor Full(Tensor x) => IsEnabled && x.DType is (DType.Float16 or DType.BFloat16) ? x.To(DType.Float32) : x;

    /// <summary>The lower type inside a region where it is given for float32, for functions that count as products as a whole.</summary>
    internal static DType Lowered(DType type) => IsEnabled && type == DType.Float32 ? LowerType : type;

    /// <summary>A weight in the lower type inside a region, before a view of it is multiplied: only the weight itself is kept.</summary>
    internal static Tensor Lowered(Tensor x) => IsEnabled ? Convert(x, LowerType, _region!) : x;

    /// <summary>The inputs as the op should see them.</summary>
    internal static ReadOnlySpan<Tensor> Convert(Op op, ReadOnlySpan<Tensor> inputs)
    {
        Type kind = op.GetType();
        Region region = _region!;
        DType? type = Lower.Contains(kind) ? region.Type : Exact.Contains(kind) || (region.Type == DType.Float16 && ExactForFloat16.Contains(kind)) ? DType.Float32 : null;
        if (type is null) return inputs;
        Tensor[] converted = new Tensor[inputs.Length];
        for (int i = 0; i < converted.Length; i++) converted[i] = Convert(inputs[i], type.Value, region);
        return converted;
    }

    private static Tensor Convert(Tensor x, DType type, Region region)
    {
        if (x.DType == type || x.DType is not (DType.Float32 or DType.Float16 or DType.BFloat16)) return x;
        // Only leaves that are trained come back in the same region; a conversion made without recording must not serve one that is recorded.
        if (!region.Cache || type == DType.Float32 || !x.RequiresGrad || !x.IsLeaf || !GradMode.IsEnabled || x.StorageOrNull is not { } storage) return x.To(type);
        if (region.Casts.TryGetValue(x.State!, out Cast? cast) && cast.Version == storage.Version && cast.Value.DType == type && cast.Value.Shape == x.Shape && !cast.Value.IsDisposed) return cast.Value;
        Tensor value = x.To(type).Persist();
        region.Casts.AddOrUpdate(x.State!, new(value, storage.Version));
        return value;
    }

    /// <summary>Closes a region when disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly object? _outer;

        internal Scope(object? outer) => _outer = outer;

        /// <summary>Closes the region.</summary>
        public void Dispose() => _region = (Region?)_outer;
    }

    private sealed record Cast(Tensor Value, int Version);

    private sealed record Region(DType Type, bool Enabled, bool Cache, ConditionalWeakTable<GraphNode, Cast> Casts);
}
