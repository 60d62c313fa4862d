namespace Nabla;

/// <summary>Tangents of single operations.</summary>
/// <remarks>
/// Every op has one without a line of code of its own: its Backward is linear in the incoming gradient, g ↦ Jᵀg, so the gradient of that map
/// with respect to g, with the input's tangent entering, is Jt. This costs about two backward passes of the op, whose memory is given back
/// before the next op runs. The ops below need one pass: the Jacobian of an elementwise op is diagonal, hence its own transpose;
/// a linear op's tangent is the op applied to the tangent; products take one factor's tangent at a time.
/// </remarks>
internal static class ForwardRules
{
    private static readonly HashSet<Type> Diagonal =
    [
        typeof(AbsOp), typeof(AcosOp), typeof(AcoshOp), typeof(AsinOp), typeof(AsinhOp), typeof(AtanOp), typeof(AtanhOp), typeof(ClampOp), typeof(CosOp), typeof(CoshOp),
        typeof(ErfOp), typeof(ErfcOp), typeof(ErfinvOp), typeof(ExpOp), typeof(Exp2Op), typeof(Expm1Op), typeof(LgammaOp), typeof(LogOp), typeof(Log10Op), typeof(Log1pOp), typeof(Log2Op),
        typeof(PowScalarOp), typeof(ReciprocalOp), typeof(RsqrtOp), typeof(SinOp), typeof(SinhOp), typeof(SqrtOp), typeof(SquareOp), typeof(TanOp),
        typeof(EluOp), typeof(GeluOp), typeof(GeluTanhOp), typeof(HardshrinkOp), typeof(HardsigmoidOp), typeof(HardswishOp), typeof(HardtanhOp), typeof(LeakyReluOp), typeof(LogSigmoidOp), typeof(MishOp),
        typeof(ReluOp), typeof(Relu6Op), typeof(SigmoidOp), typeof(SiluOp), typeof(SoftplusOp), typeof(SoftshrinkOp), typeof(SoftsignOp), typeof(TanhOp), typeof(TanhshrinkOp), typeof(ThresholdOp),
    ];

    private static readonly HashSet<Type> Linear =
    [
        typeof(SameOp), typeof(CloneOp), typeof(ToOp), typeof(NegateOp), typeof(SumOp), typeof(MeanOp), typeof(CumSumOp), typeof(DiagEmbedOp), typeof(ViewAdjointOp),
    ];

    /// <summary>The tangent of an op's output, given those of its inputs (null for zero); null when it is zero.</summary>
    public static Tensor? Tangent(Op op, ReadOnlySpan<Tensor> inputs, Tensor?[] tangents, Tensor output, Tensor[] extras)
    {
        Type type = op.GetType();
        // A tangent may lie in memory in another order than its tensor, so that what was a view there may need a copy here.
        if (op is ReshapeOp reshape) return tangents[0]!.Reshape(reshape.Target);
        if (op is ViewOp || Linear.Contains(type)) return op.Again(op is AsStridedOp ? tangents[0]!.Contiguous() : tangents[0]!);
        if (op is AddOp) return Sum(tangents[0], tangents[1], output.Shape);
        if (op is SubtractOp) return Sum(tangents[0], tangents[1] is { } taken ? -taken : null, output.Shape);
        if (op is MultiplyOp or MatMulOp)
            return Sum(tangents[0] is { } left ? op.Again(left, inputs[1]) : null, tangents[1] is { } right ? op.Again(inputs[0], right) : null, output.Shape);

        bool recorded = GradMode.IsEnabled && (AnyRecorded(inputs) || tangents.Any(tangent => tangent?.RequiresGrad == true));
        Tensor[] primals = new Tensor[inputs.Length];
        for (int i = 0; i < primals.Length; i++) primals[i] = recorded ? inputs[i] : inputs[i].Detach();
        Tensor result = recorded ? output : output.Detach();
        return Diagonal.Contains(type)
            ? Differentiate(op, tangents[0]!, primals, tangents, result, extras).Results[0]
            : Transposed(op, primals, tangents, result, extras, recorded);
    }

    private static Tensor? Transposed(Op op, Tensor[] primals, Tensor?[] tangents, Tensor output, Tensor[] extras, bool recorded)
    {
        // Whatever stands here, the derivative with respect to it is the same; one zero seen under the output's shape takes no memory.
        Tensor g = Tensor.Zeros([], output.DType, output.Backend).BroadcastTo(output.Shape).Detach().WithGrad();
        using GradMode.Restore mode = GradMode.Enable();
        BackwardContext context = Differentiate(op, g, primals, tangents, output, extras);
        List<Tensor> gradients = [], directions = [];
        for (int i = 0; i < tangents.Length; i++)
        {
            if (tangents[i] is not { } tangent || context.Results[i] is not { RequiresGrad: true } gradient) continue;
            gradients.Add(gradient.SumTo(tangent.Shape));
            directions.Add(tangent);
        }
        return gradients.Count == 0 ? null : Autograd.Grad(gradients, [g], directions, createGraph: recorded, allowUnused: true)[0];
    }

    private static BackwardContext Differentiate(Op op, Tensor g, Tensor[] primals, Tensor?[] tangents, Tensor output, Tensor[] extras)
    {
        BackwardContext context = new(g, primals, output, extras, tangents);
        op.Differentiate(context);
        return context;
    }

    private static Tensor? Sum(Tensor? a, Tensor? b, Shape shape) => (a, b) switch
    {
        (null, null) => null,
        (null, _) => b.BroadcastTo(shape),
        (_, null) => a.BroadcastTo(shape),
        _ => (a + b).BroadcastTo(shape),
    };

    private static bool AnyRecorded(ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor input in inputs)
        {
            if (input.RequiresGrad) return true;
        }
        return false;
    }
}
