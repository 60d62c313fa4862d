using Nabla.Kernels.Recurrent;

namespace Nabla;

/// <summary>
/// One direction of one recurrent layer over all time steps. Inputs: rows x [R, I], initial states [B, S], initial cell states [B, H] (LSTM only), weights of
/// inputs [G, I] and of states [G, S], then both biases [G] and the projection [S, H] where present. The result holds outputs [R, S], last states [B, S] and
/// last cell states [B, H] in one row.
/// </summary>
/// <remarks>
/// The inputs of all steps are multiplied at once; the loop then does one small product and one pass over the gates a step. Its gradient runs the
/// loop backwards for the gradients G of the gates' sums; then ∂x = G·W, ∂W = Gᵀ·x, ∂U = Gᵀ·(states before), ∂b = Σ G, each one product over all steps.
/// Gradients of gradients come from the same formulas written as operations step by step.
/// </remarks>
internal sealed record RecurrentOp(RecurrentPlan Plan, bool HasBias) : NaryOp
{
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override string Name => Plan.Kind.ToString();

    private int Weights => Plan.HasCell ? 3 : 2;

    private int Biases => Weights + 2;

    private int Projection => Biases + (HasBias ? 2 : 0);

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) =>
        Plan.Rows * ((Plan.Gates * (inputs[0].Shape[1] + Plan.State)) + (Plan.Projection * Plan.Hidden));

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        bool keeps = context.IsRecording, projects = Plan.Projection > 0;
        Tensor gates = Room(Plan.Rows, Plan.Gates), y = Tensor.Empty([Length(Plan)], x.DType, x.Backend);
        Tensor? kept = keeps && Plan.Kind is RecurrentKind.Lstm or RecurrentKind.Gru ? Room(Plan.Rows, Plan.Hidden) : null, raw = keeps && projects ? Room(Plan.Rows, Plan.Hidden) : null;
        using Tensor? bias = HasBias ? InputBias(inputs[Biases], inputs[Biases + 1]) : null;
        using Tensor? inner = HasBias && Plan.Kind == RecurrentKind.Gru ? inputs[Biases + 1].Narrow(0, 2 * Plan.Hidden, Plan.Hidden).Contiguous().Alias() : null;
        using Tensor transposed = inputs[Weights].T, weight = Packed(inputs[Weights + 1]), initial = Packed(inputs[1]);
        using Tensor? cell = Plan.HasCell ? Packed(inputs[2]) : null, projection = projects ? Packed(inputs[Projection]) : null;
        x.Backend.MatMul(x, transposed, bias, gates);
        ((IFusedRecurrent)x.Backend).Recurrent(Plan, gates, weight, inner, projection, initial, cell, y, kept, raw);
        if (keeps)
        {
            context.Save(gates);
            if (kept is not null) context.Save(kept);
            if (raw is not null) context.Save(raw);
        }
        else
        {
            gates.Dispose();
        }
        return y;

        Tensor Room(long rows, long width) => Tensor.Empty([rows, width], x.DType, x.Backend);
    }

    protected override void Backward(BackwardContext context)
    {
        if (GradMode.IsEnabled)
        {
            Composed(context);
            return;
        }
        Tensor x = context.Input(0);
        bool gru = Plan.Kind == RecurrentKind.Gru, projects = Plan.Projection > 0, keeps = gru || Plan.HasCell;
        Tensor gates = context.Saved(0);
        Tensor? kept = keeps ? context.Saved(1) : null, raw = projects ? context.Saved(keeps ? 2 : 1) : null;
        Tensor gGates = gates.EmptyLike(), before = Room(Plan.Rows, Plan.State), gInitial = Room(Plan.Batch, Plan.State);
        Tensor? gProduct = gru ? gates.EmptyLike() : null, gProjected = projects ? Room(Plan.Rows, Plan.State) : null, gCell = Plan.HasCell ? Room(Plan.Batch, Plan.Hidden) : null;
        Tensor? cell = Plan.HasCell ? context.Input(2).Contiguous() : null, projection = projects ? context.Input(Projection).Contiguous() : null;
        ((IFusedRecurrent)x.Backend).RecurrentBackward(
            Plan, context.Grad.Contiguous(), gates, context.Input(Weights + 1).Contiguous(), projection, context.Input(1).Contiguous(), cell, context.Output, kept,
            gGates, gProduct, before, gProjected, gInitial, gCell);

        Tensor gStates = gProduct ?? gGates;
        context.Set(1, gInitial);
        if (gCell is not null) context.Set(2, gCell);
        if (context.Needs(0)) context.Set(0, gGates.MatMul(context.Input(Weights)));
        if (context.Needs(Weights)) context.Set(Weights, gGates.T.MatMul(x));
        if (context.Needs(Weights + 1)) context.Set(Weights + 1, gStates.T.MatMul(before));
        if (HasBias && (context.Needs(Biases) || context.Needs(Biases + 1)))
        {
            Tensor sum = gGates.Sum(0);
            context.Set(Biases, sum);
            context.Set(Biases + 1, gru ? gStates.Sum(0) : sum);
        }
        if (projects && context.Needs(Projection)) context.Set(Projection, gProjected!.T.MatMul(raw!));

        Tensor Room(long rows, long width) => Tensor.Empty([rows, width], x.DType, x.Backend);
    }

    /// <summary>Elements of a result: outputs, last states, last cell states.</summary>
    private static long Length(RecurrentPlan plan) => ((plan.Rows + plan.Batch) * plan.State) + (plan.HasCell ? plan.Batch * plan.Hidden : 0);

    private static Tensor Packed(Tensor x) => x.Contiguous().Alias();

    /// <summary>Both biases, but for the part of a GRU's second that its reset gate acts on.</summary>
    private Tensor InputBias(Tensor first, Tensor second)
    {
        if (Plan.Kind != RecurrentKind.Gru) return first + second;
        Tensor rest = Tensor.Zeros([Plan.Hidden], first.DType, first.Backend);
        return first + Tensor.Cat([second.Narrow(0, 0, 2 * Plan.Hidden), rest]);
    }

    /// <summary>Recorded gradients: the layer is computed again from operations, on nodes of its own, and differentiated with its graph kept.</summary>
    private void Composed(BackwardContext context)
    {
        Tensor[] twins = new Tensor[context.Count];
        for (int i = 0; i < twins.Length; i++)
            twins[i] = context.Needs(i) ? Twin(context.Input(i)) : context.Input(i);
        int[] wanted = [.. Enumerable.Range(0, twins.Length).Where(context.Needs)];
        RecurrentSteps steps = new(Plan, twins[Weights], twins[Weights + 1], HasBias ? twins[Biases] : null, HasBias ? twins[Biases + 1] : null, Plan.Projection > 0 ? twins[Projection] : null);
        Tensor y = steps.Run(twins[0], twins[1], Plan.HasCell ? twins[2] : null);
        Tensor?[] gradients = Autograd.Grad(y, [.. wanted.Select(i => twins[i])], context.Grad, createGraph: true, allowUnused: true);
        for (int i = 0; i < wanted.Length; i++) context.Set(wanted[i], gradients[i]);

        // In forward mode the inputs themselves are constants: only the upstream gradient is differentiated.
        static Tensor Twin(Tensor x) => x.RequiresGrad ? new ReshapeOp(x.Shape).Apply(x.Contiguous()) : x.Contiguous().Detach().WithGrad();
    }
}
