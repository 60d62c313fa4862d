namespace Nabla;

/// <summary>A matrix with orthonormal rows or columns, whichever are fewer: a fixed orthogonal base times a map of the trained numbers. Lezcano-Casado (2019).</summary>
/// <remarks>The last two axes are the matrix; leading axes must be absent. At the start the weight is the one with orthonormal columns nearest in Gram and Schmidt's sense to the plain initial value.</remarks>
/// <param name="map">How the trained numbers become an orthogonal matrix.</param>
[Export("nn.utils.parametrizations.Orthogonal")]
public sealed class Orthogonal(OrthogonalMap map = OrthogonalMap.Automatic) : Parametrization
{
    private ModuleBuffer? _base;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Shape Shape)> Describe(string name, Shape shape)
    {
        if (shape.Rank != 2) throw new ShapeMismatchException($"An orthogonal parametrisation needs a matrix; the weight has shape {shape}.");
        return [("original", shape)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Invert(Tensor value)
    {
        // With -1 on the diagonal all maps give the identity, so the weight is its base.
        Tensor start = value.ZerosLike();
        start.Diagonal().FillInPlace(-1);
        return [start];
    }

    /// <inheritdoc/>
    protected override void Attach(Weights w, Shape shape, Func<Tensor> value)
    {
        long n = Math.Max(shape[0], shape[1]), k = Math.Min(shape[0], shape[1]);
        _base = w.GetBuffer("base", [n, n], (target, generator) =>
        {
            Tensor tall = shape[0] < shape[1] ? value().T : value();
            if (n > k) tall = Tensor.Cat([tall, Tensor.Randn([n, n - k], tall.DType, generator)], 1);
            target.CopyInPlace(Orthonormal(tall));
        });
    }

    /// <inheritdoc/>
    protected override Tensor Compute(IReadOnlyList<Tensor> originals, bool training)
    {
        Tensor x = originals[0];
        bool wide = x.Shape[0] < x.Shape[1];
        if (wide) x = x.T;
        OrthogonalMap chosen = map != OrthogonalMap.Automatic ? map : x.Shape[0] == x.Shape[1] ? OrthogonalMap.MatrixExponential : OrthogonalMap.Householder;
        Tensor q = _base!.Value.MatMul(chosen switch
        {
            OrthogonalMap.MatrixExponential => Columns(Skew(x).MatrixExp(), x),
            OrthogonalMap.Cayley => Columns(Cayley(Skew(x)), x),
            _ => Reflections(x),
        });
        return wide ? q.T : q;
    }

    /// <summary>L - Lᵀ with L the lower triangle, filled up with zeros to a square.</summary>
    private static Tensor Skew(Tensor x)
    {
        Tensor lower = x.Tril();
        if (x.Shape[0] > x.Shape[1]) lower = lower.Pad([0, x.Shape[0] - x.Shape[1]]);
        return lower - lower.T;
    }

    /// <summary>As many columns as the weight has.</summary>
    private static Tensor Columns(Tensor q, Tensor x) => q.Shape[1] > x.Shape[1] ? q.Narrow(1, 0, x.Shape[1]) : q;

    private static Tensor Cayley(Tensor skew)
    {
        Tensor identity = Tensor.Eye(skew.Shape[0], type: skew.DType), half = skew * 0.5;
        return (identity - half).Solve(identity + half);
    }

    /// <summary>The first columns of a product of reflections, with the signs of the diagonal.</summary>
    private static Tensor Reflections(Tensor x)
    {
        (long n, long k) = (x.Shape[0], x.Shape[1]);
        Tensor lower = x.Tril(-1), tau = 2 / (1 + lower.Square().Sum(0)), q = Tensor.Eye(n, k, x.DType);
        for (long i = k - 1; i >= 0; i--)
        {
            Tensor v = (lower.Select(1, i) + Tensor.Eye(n, type: x.DType).Select(1, i)).Unsqueeze(1);
            q -= v.MatMul(v.T.MatMul(q)) * tau.Select(0, i);
        }
        return q * x.Detach().Diagonal().Trunc();
    }

    /// <summary>Gram and Schmidt's columns, twice for accuracy.</summary>
    private static Tensor Orthonormal(Tensor a)
    {
        (int n, int k) = ((int)a.Shape[0], (int)a.Shape[1]);
        double[] q = a.T.To(DType.Float64).ToArray<double>();
        for (int j = 0; j < k; j++)
        {
            Span<double> column = q.AsSpan(j * n, n);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < j; i++)
                {
                    ReadOnlySpan<double> other = q.AsSpan(i * n, n);
                    double along = System.Numerics.Tensors.TensorPrimitives.Dot<double>(column, other);
                    for (int r = 0; r < n; r++) column[r] -= along * other[r];
                }
            }
            double length = Math.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(column));
            if (!(length > 0)) throw new ArgumentException("The columns of the initial weight are not independent.", nameof(a));
            for (int r = 0; r < n; r++) column[r] /= length;
        }
        return Tensor.Of(q, [k, n]).T;
    }
}
