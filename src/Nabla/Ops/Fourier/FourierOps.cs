namespace Nabla;

/// <summary>Complex transform along the last axis of [..., N, 2]: Y_k = scale·Σ x_t·exp(∓2πi·k·t/N). The gradient is the transform with the other sign.</summary>
internal sealed record ComplexFourierOp(bool Inverse, double Scale) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike();
        On(x).Fourier(packed, y, Inverse, Scale);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new ComplexFourierOp(!Inverse, Scale).Apply(g);

    public static IFourierBackend On(Tensor x) => x.Backend as IFourierBackend ?? throw new NotSupportedException($"The backend '{x.Backend.Name}' has no Fourier transforms.");

    /// <summary>1 for the bins that stand for themselves (0, and the last of an even length), another weight for those that also stand for their mirror images: [bins, 1].</summary>
    public static Tensor Weights(long n, double inner, DType type)
    {
        double[] weights = new double[(n / 2) + 1];
        for (int k = 0; k < weights.Length; k++) weights[k] = k == 0 || 2L * k == n ? 1 : inner;
        return Tensor.Of(weights, [weights.Length, 1]).To(type);
    }
}

/// <summary>The first N/2 + 1 values of the transform of real [..., N]: [..., N/2 + 1, 2]. Its adjoint is the inverse real transform with halved inner bins.</summary>
internal sealed record RealFourierOp(double Scale) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = Tensor.Empty([.. x.Shape.Span[..^1], (x.Shape[^1] / 2) + 1, 2], x.DType, x.Backend);
        ComplexFourierOp.On(x).RealFourier(packed, y, Scale);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        long n = x.Shape[^1];
        return new InverseRealFourierOp(n, Scale).Apply(g * ComplexFourierOp.Weights(n, 0.5, g.DType));
    }
}

/// <summary>Real [..., Length] from the first Length/2 + 1 values of a spectrum that is its own mirrored conjugate. Its adjoint is the real transform with doubled inner bins.</summary>
internal sealed record InverseRealFourierOp(long Length, double Scale) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = Tensor.Empty([.. x.Shape.Span[..^2], Length], x.DType, x.Backend);
        ComplexFourierOp.On(x).InverseRealFourier(packed, y, Scale);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new RealFourierOp(Scale).Apply(g) * ComplexFourierOp.Weights(Length, 2, g.DType);
}
