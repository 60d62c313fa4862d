using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;

namespace Nabla;

/// <summary>max(a + b, 0) in one pass: the end of a residual block. The gradient flows to both where the result is positive.</summary>
internal sealed record AddReluOp : NaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs) => Map.Binary(default(AddReluKernel), inputs[0], inputs[1]);

    protected override void Backward(BackwardContext context)
    {
        Tensor g = GradMode.IsEnabled
            ? context.Grad * context.Output.Detach().LessOrEqual(0).LogicalNot().To(context.Grad.DType)
            : Map.Binary(default(ReluBackwardKernel), context.Grad, context.Output);
        context.Set(0, g);
        context.Set(1, g);
    }
}

/// <summary>max(a + b, 0); NaN stays NaN.</summary>
internal readonly struct AddReluKernel : IBinaryKernel
{
    public static string Name => "add-relu";

    public V Invoke<V, T>(V a, V b)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Max(a + b, V.Zero);
}

/// <summary>Sum and rectifier in one.</summary>
public static class AddReluExtensions
{
    extension(Tensor a)
    {
        /// <summary>max(a + b, 0), element by element, in one pass.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("Tensor.add_relu")]
        public Tensor AddRelu(Tensor b)
        {
            (a, b) = Promotion.Align(a, b);
            return new AddReluOp().Apply(a, b);
        }
    }
}
