namespace Nabla;

/// <summary>A weight divided by its largest singular value, which power iteration follows during training. Miyato et al. (2018).</summary>
/// <param name="axis">Axis of the outputs; the others together are the inputs. 1 for transposed convolutions.</param>
/// <param name="iterations">Steps of power iteration in each forward pass of training.</param>
/// <param name="epsilon">Norms are not taken smaller than this.</param>
[Export("nn.utils.parametrizations.SpectralNorm")]
public sealed class SpectralNorm(int axis = 0, int iterations = 1, double epsilon = 1e-12) : Parametrization
{
    private const int FirstIterations = 15;
    private ModuleBuffer? _u, _v;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Shape Shape)> Describe(string name, Shape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        return [("original", shape)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Invert(Tensor value) => [value];

    /// <inheritdoc/>
    protected override void Attach(Weights w, Shape shape, Func<Tensor> value)
    {
        if (shape.Rank < 2) return;
        long rows = shape[axis], columns = rows == 0 ? 0 : shape.Count / rows;
        Tensor? left = null, right = null;
        // Both vectors are drawn before the first iterations, which need both.
        void Draw(Generator generator)
        {
            if (left is not null) return;
            Tensor first = value();
            (left, right) = (Tensor.Randn([rows], first.DType, generator), Tensor.Randn([columns], first.DType, generator));
            (left, right) = Iterate(Matrix(first), Functional.Normalize(left, axis: 0, epsilon: epsilon), Functional.Normalize(right, axis: 0, epsilon: epsilon), FirstIterations);
        }
        _u = w.GetBuffer("_u", [rows], (target, generator) =>
        {
            Draw(generator);
            target.CopyInPlace(left!);
        });
        _v = w.GetBuffer("_v", [columns], (target, generator) =>
        {
            Draw(generator);
            target.CopyInPlace(right!);
        });
    }

    /// <inheritdoc/>
    protected override Tensor Compute(IReadOnlyList<Tensor> originals, bool training)
    {
        Tensor weight = originals[0];
        if (_u is null || _v is null) return Functional.Normalize(weight, axis: 0, epsilon: epsilon);
        Tensor matrix = Matrix(weight);
        if (training && weight.HasData)
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            (Tensor left, Tensor right) = Iterate(matrix.Detach(), _u.Value, _v.Value, iterations);
            _u.Value.CopyInPlace(left);
            _v.Value.CopyInPlace(right);
        }
        // Copies, so that a second forward pass before backward changes nothing that was saved.
        Tensor sigma = _u.Value.Clone().Dot(matrix.Mv(_v.Value.Clone()));
        return weight / sigma;
    }

    private Tensor Matrix(Tensor weight) => weight.MoveAxis(axis, 0).Flatten(1);

    private (Tensor U, Tensor V) Iterate(Tensor matrix, Tensor u, Tensor v, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            u = Functional.Normalize(matrix.Mv(v), axis: 0, epsilon: epsilon);
            v = Functional.Normalize(matrix.T.Mv(u), axis: 0, epsilon: epsilon);
        }
        return (u, v);
    }
}
