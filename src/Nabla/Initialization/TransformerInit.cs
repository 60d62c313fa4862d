namespace Nabla;

/// <summary>Published initialisations of whole transformers: T-Fixup, DeepNorm, GPT-2, T5 and small initialisation.</summary>
/// <remarks>
/// What a weight does is read off its name: those of PyTorch's layers (<c>self_attn.in_proj_weight</c>, <c>linear1.weight</c>), of GPT-2 (<c>attn.c_attn.weight</c>) and of T5
/// (<c>SelfAttention.q.weight</c>) are known; names that contain <c>decoder</c> or <c>multihead_attn</c> belong to a decoder. Joint matrices of query, key and value are treated as three.
/// </remarks>
[Export("nn.init.TransformerInit")]
public static class TransformerInit
{
    /// <summary>T-Fixup: Xavier's weights, values, outputs and feed-forward weights scaled by 0.67·N^-¼ in the encoder and (9M)^-¼ in the decoder; embeddings N(0, 1/d), scaled likewise. Huang et al. (2020).</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="encoderLayers">N; 0 where there is no encoder.</param>
    /// <param name="decoderLayers">M; 0 where there is no decoder.</param>
    /// <param name="generator">Where weights come from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ArgumentException">The model has no weight of attention or feed-forward, or both numbers are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    [Export("nn.init.TransformerInit.t_fixup")]
    public static void TFixup(Module model, int encoderLayers, int decoderLayers = 0, Generator? generator = null)
    {
        CheckLayers(encoderLayers, decoderLayers);
        double encoder = encoderLayers > 0 ? DepthScales.TFixupEncoder(encoderLayers) : 1, decoder = decoderLayers > 0 ? DepthScales.TFixupDecoder(decoderLayers) : 1;
        Apply(model, generator, (part, role, name) => role switch
        {
            TransformerRole.Embedding => Math.Pow(part.Shape[1], -0.5) * (decoderLayers > 0 ? decoder : encoder),
            TransformerRole.Value or TransformerRole.Output or TransformerRole.FeedForwardIn or TransformerRole.FeedForwardOut => Xavier(part) * (InDecoder(name, encoderLayers) ? decoder : encoder),
            _ => Xavier(part),
        });
    }

    /// <summary>DeepNorm: Xavier's weights, values, outputs and feed-forward weights with gain beta (<see cref="DepthScales.DeepNorm"/>). Wang et al. (2022).</summary>
    /// <inheritdoc cref="TFixup"/>
    [Export("nn.init.TransformerInit.deep_norm")]
    public static void DeepNorm(Module model, int encoderLayers, int decoderLayers = 0, Generator? generator = null)
    {
        CheckLayers(encoderLayers, decoderLayers);
        double encoder = encoderLayers == 0 ? 1 : decoderLayers == 0 ? DepthScales.DeepNorm(encoderLayers).Beta : DepthScales.DeepNormEncoder(encoderLayers, decoderLayers).Beta;
        double decoder = decoderLayers == 0 ? 1 : encoderLayers == 0 ? DepthScales.DeepNorm(decoderLayers).Beta : DepthScales.DeepNormDecoder(decoderLayers).Beta;
        Apply(model, generator, (part, role, name) => role switch
        {
            TransformerRole.Value or TransformerRole.Output or TransformerRole.FeedForwardIn or TransformerRole.FeedForwardOut => Xavier(part) * (InDecoder(name, encoderLayers) ? decoder : encoder),
            _ => Xavier(part),
        });
    }

    /// <summary>GPT-2: N(0, 0.02²) everywhere, 0.02/√(2N) for the last weight of each residual branch. Radford et al. (2019).</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="layers">N, 1 or more.</param>
    /// <param name="generator">Where weights come from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ArgumentException">The model has no weight of attention or feed-forward.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer.</exception>
    [Export("nn.init.TransformerInit.gpt2")]
    public static void Gpt2(Module model, int layers, Generator? generator = null)
    {
        double last = DepthScales.Gpt2Residual(layers);
        Apply(model, generator, (_, role, _) => role is TransformerRole.Output or TransformerRole.FeedForwardOut ? last : 0.02);
    }

    /// <summary>T5: the deviations of <see cref="T5Deviations"/>; weights it does not name get Xavier's. Raffel et al. (2019).</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="deviations">Sizes of the model.</param>
    /// <param name="generator">Where weights come from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ArgumentException">The model has no weight of attention or feed-forward.</exception>
    [Export("nn.init.TransformerInit.t5")]
    public static void T5(Module model, T5Deviations deviations, Generator? generator = null)
    {
        if (Math.Min(Math.Min(deviations.Width, deviations.HeadWidth), Math.Min(deviations.Heads, deviations.Hidden)) < 1)
            throw new ArgumentException($"All sizes of a T5 must be positive; got {deviations}.", nameof(deviations));
        Apply(model, generator, (part, role, _) => role switch
        {
            TransformerRole.Embedding => T5Deviations.Embedding,
            TransformerRole.Query => deviations.Query,
            TransformerRole.Key or TransformerRole.Value => deviations.KeyValue,
            TransformerRole.Output => deviations.Output,
            TransformerRole.FeedForwardIn => deviations.FeedForwardIn,
            TransformerRole.FeedForwardOut => deviations.FeedForwardOut,
            _ => Xavier(part),
        });
    }

    /// <summary>Small initialisation: N(0, 2/(5d)) for all weights. Nguyen and Salazar (2019).</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="width">d, 1 or more.</param>
    /// <param name="generator">Where weights come from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ArgumentException">The model has no weight of attention or feed-forward.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    [Export("nn.init.TransformerInit.small")]
    public static void Small(Module model, int width, Generator? generator = null)
    {
        double deviation = DepthScales.Small(width);
        Apply(model, generator, (_, _, _) => deviation);
    }

    private static double Xavier(Tensor part) => Math.Sqrt(2.0 / (Init.Fan(part.Shape) + Init.Fan(part.Shape, outputs: true)));

    private static bool InDecoder(string name, int encoderLayers) =>
        encoderLayers == 0 || name.Contains("decoder", StringComparison.Ordinal) || name.Contains("multihead_attn", StringComparison.Ordinal);

    private static void CheckLayers(int encoderLayers, int decoderLayers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(encoderLayers);
        ArgumentOutOfRangeException.ThrowIfNegative(decoderLayers);
        if (encoderLayers + decoderLayers == 0) throw new ArgumentException("A transformer has at least one layer.", nameof(encoderLayers));
    }

    private static void Apply(Module model, Generator? generator, Func<Tensor, TransformerRole, string, double> deviation)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<(Tensor Value, TransformerRole Role, string Name)> found = [];
        HashSet<Parameter> embeddings = [.. model.Modules().OfType<Embedding>().Select(module => module.Weight)];
        foreach (Parameter parameter in model.Parameters().Distinct())
            found.Add((parameter.Value.Detach(), TransformerRoles.Of(embeddings.Contains(parameter), parameter.Name, parameter.Shape), parameter.Name));
        if (!found.Any(one => one.Role is TransformerRole.FeedForwardOut or TransformerRole.Output))
            throw new ArgumentException($"No weight of {model.GetType().Name} has the name of an attention or feed-forward weight of PyTorch, GPT-2 or T5.", nameof(model));
        using GradMode.Restore mode = GradMode.NoGrad();
        generator ??= Generator.Default;
        foreach ((Tensor value, TransformerRole role, string name) in found)
        {
            if (role == TransformerRole.Norm) continue;
            if (role == TransformerRole.Bias)
            {
                value.FillInPlace(0);
                continue;
            }
            if (role != TransformerRole.QueryKeyValue)
            {
                generator.Normal(value, 0, deviation(value, role, name));
                continue;
            }
            int axis = value.Shape[0] == 3 * value.Shape[1] ? 0 : 1;
            long width = value.Shape[axis] / 3;
            ReadOnlySpan<TransformerRole> roles = [TransformerRole.Query, TransformerRole.Key, TransformerRole.Value];
            for (int i = 0; i < roles.Length; i++)
            {
                using Tensor part = value.Narrow(axis, i * width, width);
                using Tensor drawn = Tensor.Zeros(part.Shape, part.DType, part.Backend);
                generator.Normal(drawn, 0, deviation(drawn, roles[i], name));
                part.CopyInPlace(drawn);
            }
        }
    }
}
