using Nabla.Kernels.Convolution;

namespace Nabla;

/// <summary>y = x ⋆ w + b over 1 to 3 spatial axes; inputs x [N, Cin, ...], w [Cout, Cin/groups, ...] and, when biased, b [Cout].</summary>
/// <remarks>The three products x ⋆ w → y, g → x and (x, g) → w are each other's gradients, so each is an op and all orders exist.</remarks>
internal sealed record ConvolveOp(ConvGeometry Geometry, bool Biased) : NaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => Geometry.Work;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Packed x = inputs[0].Packed(), w = inputs[1].Packed();
        Tensor y = Tensor.Empty(Convolutions.OutputShape(Geometry, inputs[0].Rank - 2), inputs[0].DType, inputs[0].Backend);
        y.Backend.Convolve(Geometry, x, w, Biased ? inputs[2] : null, y, relu: false);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor g = context.Grad;
        if (context.Needs(0)) context.Set(0, ConvolutionFamily.Of(Geometry).GradInput.Apply(g, context.Input(1)));
        if (context.Needs(1)) context.Set(1, ConvolutionFamily.Of(Geometry).GradWeight.Apply(context.Input(0), g));
        if (Biased && context.Needs(2)) context.Set(2, g.Sum(ChannelAxes.Others(g.Rank)));
    }
}

/// <summary>The gradient of a convolution with respect to its input: inputs g and w. Also the transposed convolution.</summary>
internal sealed record ConvolveGradInputOp(ConvGeometry Geometry) : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => Geometry.Work;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Packed g = a.Packed(), w = b.Packed();
        Tensor x = Tensor.Empty(Convolutions.InputShape(Geometry, a.Rank - 2), a.DType, a.Backend);
        a.Backend.ConvolveGradInput(Geometry, g, w, x);
        return x;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => ConvolutionFamily.Of(Geometry).Plain.Apply(g, b);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => ConvolutionFamily.Of(Geometry).GradWeight.Apply(g, a);
}

/// <summary>The gradient of a convolution with respect to its weight: inputs x and g.</summary>
internal sealed record ConvolveGradWeightOp(ConvGeometry Geometry) : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => Geometry.Work;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Packed x = a.Packed(), g = b.Packed();
        Tensor w = Tensor.Empty(Convolutions.WeightShape(Geometry, a.Rank - 2), a.DType, a.Backend);
        a.Backend.ConvolveGradWeight(Geometry, x, g, w);
        return w;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => ConvolutionFamily.Of(Geometry).GradInput.Apply(b, g);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => ConvolutionFamily.Of(Geometry).Plain.Apply(a, g);
}
