using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>The next representable number after a towards b.</summary>
internal sealed record NextAfterOp : BinaryOp
{
    public override string? NoGradient => "the step to a neighbour is not a differentiable function";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new NextAfterKernel(), a, b);
}

/// <summary>Neighbouring numbers and steps.</summary>
public static class NextAfterExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, the next representable number after a towards b; b where they are equal. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">The common dtype is not float32 or float64.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("nextafter", "Tensor.nextafter")]
        public Tensor NextAfter(Tensor b)
        {
            (a, b) = Promotion.Align(a, b);
            if (a.DType is not (DType.Float32 or DType.Float64)) throw new ArgumentException($"NextAfter needs float32 or float64; got {a.DType.Name()}.", nameof(b));
            return new NextAfterOp().Apply(a, b);
        }

        /// <summary>Element by element, 0 below 0, 1 above, and <paramref name="values"/> at 0; 0 for NaN. Broadcasts. It has no gradient.</summary>
        /// <exception cref="ArgumentException">The dtypes differ.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("heaviside", "Tensor.heaviside")]
        public Tensor Heaviside(Tensor values)
        {
            if (a.DType != values.DType) throw new ArgumentException($"Heaviside needs two tensors of one dtype; got {a.DType.Name()} and {values.DType.Name()}.", nameof(values));
            Tensor x = a.Detach();
            return x.Equal(0).Where(values.Detach(), x.Greater(0).To(x.DType));
        }
    }
}
