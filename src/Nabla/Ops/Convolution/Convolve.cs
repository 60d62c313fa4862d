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
        using Tensor x = inputs[0].Contiguous().Alias(), w = inputs[1].Contiguous().Alias();
        Tensor y = Tensor.Empty(Convolutions.OutputShape(Geometry, inputs[0].Rank - 2), x.DType, x.Backend);
        x.Backend.Convolve(Geometry, x, w, Biased ? inputs[2] : null, y, relu: false);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor g = context.Grad;
        if (context.Needs(0)) context.Set(0, new ConvolveGradInputOp(Geometry).Apply(g, context.Input(1)));
        if (context.Needs(1)) context.Set(1, new ConvolveGradWeightOp(Geometry).Apply(context.Input(0), g));
        if (Biased && context.Needs(2)) context.Set(2, g.Sum([0, .. Enumerable.Range(2, g.Rank - 2)]));
    }
}

/// <summary>The gradient of a convolution with respect to its input: inputs g and w. Also the transposed convolution.</summary>
internal sealed record ConvolveGradInputOp(ConvGeometry Geometry) : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => Geometry.Work;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Tensor g = a.Contiguous().Alias(), w = b.Contiguous().Alias();
        Tensor x = Tensor.Empty(Convolutions.InputShape(Geometry, a.Rank - 2), a.DType, a.Backend);
        a.Backend.ConvolveGradInput(Geometry, g, w, x);
        return x;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => new ConvolveOp(Geometry, false).Apply(g, b);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => new ConvolveGradWeightOp(Geometry).Apply(g, a);
}

/// <summary>The gradient of a convolution with respect to its weight: inputs x and g.</summary>
internal sealed record ConvolveGradWeightOp(ConvGeometry Geometry) : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => Geometry.Work;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Tensor x = a.Contiguous().Alias(), g = b.Contiguous().Alias();
        Tensor w = Tensor.Empty(Convolutions.WeightShape(Geometry, a.Rank - 2), a.DType, a.Backend);
        a.Backend.ConvolveGradWeight(Geometry, x, g, w);
        return w;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => new ConvolveGradInputOp(Geometry).Apply(b, g);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => new ConvolveOp(Geometry, false).Apply(a, g);
}
