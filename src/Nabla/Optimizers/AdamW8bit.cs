using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="AdamW8bit"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of its square's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="WeightDecay">Share of the parameters, times the learning rate, that each step takes away; not negative.</param>
/// <param name="BlockSize">Parameters that share a scale, 16..4096.</param>
/// <param name="MinimumSize">Parameters of fewer elements keep float32 means; not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AdamW8bitOptions")]
public sealed record AdamW8bitOptions(double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01, int BlockSize = 256, int MinimumSize = 4096,
    bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (BlockSize is < 16 or > EightBitAdamStep.MaxBlock) throw new ArgumentOutOfRangeException(nameof(BlockSize), BlockSize, $"A block must have 16..{EightBitAdamStep.MaxBlock} parameters.");
        ArgumentOutOfRangeException.ThrowIfNegative(MinimumSize);
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["block_size"] = BlockSize;
        group["min_8bit_size"] = MinimumSize;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (AdamW8bitOptions)base.Read(group) with
    {
        BlockSize = checked((int)SavedJson.Integer(group, "block_size")),
        MinimumSize = checked((int)SavedJson.Integer(group, "min_8bit_size")),
    };
}

/// <summary><see cref="AdamW"/> with its two running means in one byte each: a quarter of the memory, and of the traffic, of float32.</summary>
/// <remarks>
/// Blocks of parameters share a scale, the largest mean among them; the quotient is stored as the nearest of 256 numbers spread over seven decades (<see cref="DynamicCode"/>).
/// The step itself uses the unrounded means. float64 and half-precision parameters keep means of their own dtype.
/// Dettmers et al. 2022, "8-bit optimizers via block-wise quantization".
/// </remarks>
[Export("optim.AdamW8bit")]
public sealed class AdamW8bit : Optimizer<AdamW8bitOptions>
{
    private const string Mean = "state1";
    private const string Square = "state2";
    private const string MeanScale = "absmax1";
    private const string SquareScale = "absmax2";

    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AdamW8bit(IEnumerable<Parameter> parameters, AdamW8bitOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AdamW8bit(IEnumerable<ParameterGroup> groups, AdamW8bitOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, AdamW8bitOptions options)
    {
        state.Step++;
        AdamSettings settings = new(options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay, Decoupled: true, AmsGrad: false, options.Maximize);
        IFusedOptimizers? kernels = FusedFor(value);
        if (kernels is not null && value.DType == DType.Float32 && (state.Has(Mean) || value.Count >= options.MinimumSize))
        {
            Shape blocks = [(value.Count + options.BlockSize - 1) / options.BlockSize];
            Tensor scale = state.Get(MeanScale, blocks, DType.Float32, value.Backend), squareScale = state.Get(SquareScale, blocks, DType.Float32, value.Backend);
            if (scale.Shape != blocks) throw new InvalidOperationException($"The state has {scale.Count} blocks, but blocks of {options.BlockSize} parameters make {blocks[0]}; the block size cannot change in between.");
            Tensor mean = state.Get(Mean, value.Shape, DType.UInt8, value.Backend, DynamicCode.Signed.Zero), square = state.Get(Square, value.Shape, DType.UInt8, value.Backend, DynamicCode.Unsigned.Zero);
            kernels.EightBitAdamStep(value, gradient.Contiguous(), mean, square, scale, squareScale, options.BlockSize, state.Step, settings);
            return;
        }
        Tensor wide = state.Get("exp_avg", value), wideSquare = state.Get("exp_avg_sq", value);
        if (kernels is not null) kernels.AdamStep(value, gradient.Contiguous(), wide, wideSquare, null, state.Step, settings);
        else Adam.Compose(value, gradient, wide, wideSquare, null, state.Step, settings);
    }

    /// <inheritdoc/>
    protected override void Restore(ParameterState state, string name, Tensor saved, Parameter parameter)
    {
        DType? type = name is Mean or Square ? DType.UInt8 : name is MeanScale or SquareScale ? DType.Float32 : null;
        if (type is null)
        {
            base.Restore(state, name, saved, parameter);
            return;
        }
        if (saved.DType != type) throw new FormatException($"'{name}' is {saved.DType.Name()}; expected {type.Value.Name()}.");
        if (type == DType.UInt8 ? saved.Shape != parameter.Shape : saved.Rank != 1) throw new FormatException($"'{name}' has shape {saved.Shape}, which does not fit parameter {parameter.Name} of {parameter.Shape}.");
        state.Get(name, saved.Shape, type.Value, parameter.Value.Backend).CopyInPlace(saved);
    }
}
