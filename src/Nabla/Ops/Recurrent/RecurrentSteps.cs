using Nabla.Kernels.Recurrent;

namespace Nabla;

/// <summary>A recurrent layer written out step by step in operations: what the fused kernel computes, but differentiable any number of times.</summary>
/// <param name="Plan">Sizes and order.</param>
/// <param name="InputWeight">[gates, inputs].</param>
/// <param name="HiddenWeight">[gates, state].</param>
/// <param name="InputBias">[gates], or null.</param>
/// <param name="HiddenBias">[gates], or null.</param>
/// <param name="Projection">[state, hidden], or null.</param>
internal sealed record RecurrentSteps(RecurrentPlan Plan, Tensor InputWeight, Tensor HiddenWeight, Tensor? InputBias, Tensor? HiddenBias, Tensor? Projection)
{
    /// <summary>Outputs, last states and last cell states in one row.</summary>
    public Tensor Run(Tensor x, Tensor initial, Tensor? initialCell)
    {
        Tensor sums = Functional.Linear(x, InputWeight, InputBias), h = initial;
        Tensor? c = initialCell;
        Tensor[] outputs = new Tensor[Plan.Steps];
        foreach (int t in Plan.Order)
        {
            long n = Plan.Sizes[t];
            (Tensor fresh, Tensor? cell) = Step(sums.Narrow(0, Plan.Offsets[t], n), h.Narrow(0, 0, n), c?.Narrow(0, 0, n));
            outputs[t] = fresh;
            h = Renewed(h, fresh);
            c = c is null ? null : Renewed(c, cell!);
        }
        Tensor[] parts = [.. outputs.Select(output => output.Flatten()), h.Flatten(), .. c is null ? Array.Empty<Tensor>() : [c.Flatten()]];
        return Tensor.Cat(parts);
    }

    /// <summary>The first rows replaced; sequences that have ended (or not begun) keep theirs.</summary>
    private static Tensor Renewed(Tensor old, Tensor fresh) =>
        fresh.Shape[0] == old.Shape[0] ? fresh : Tensor.Cat([fresh, old.Narrow(0, fresh.Shape[0], old.Shape[0] - fresh.Shape[0])]);

    private (Tensor Hidden, Tensor? Cell) Step(Tensor sums, Tensor h, Tensor? c)
    {
        long n = Plan.Hidden;
        Tensor product = Functional.Linear(h, HiddenWeight, HiddenBias);
        switch (Plan.Kind)
        {
            case RecurrentKind.Tanh: return ((sums + product).Tanh(), null);
            case RecurrentKind.Relu: return ((sums + product).Relu(), null);
            case RecurrentKind.Gru:
                Tensor r = (sums.Narrow(1, 0, n) + product.Narrow(1, 0, n)).Sigmoid(), z = (sums.Narrow(1, n, n) + product.Narrow(1, n, n)).Sigmoid();
                Tensor fresh = (sums.Narrow(1, 2 * n, n) + (r * product.Narrow(1, 2 * n, n))).Tanh();
                return (fresh + (z * (h - fresh)), null);
            default:
                Tensor all = sums + product;
                Tensor cell = (all.Narrow(1, n, n).Sigmoid() * c!) + (all.Narrow(1, 0, n).Sigmoid() * all.Narrow(1, 2 * n, n).Tanh());
                Tensor hidden = all.Narrow(1, 3 * n, n).Sigmoid() * cell.Tanh();
                return (Projection is null ? hidden : Functional.Linear(hidden, Projection), cell);
        }
    }
}
