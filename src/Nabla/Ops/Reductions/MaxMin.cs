namespace Nabla;

/// <summary>Extremes along an axis together with where they stand; the gradient goes to that one place.</summary>
public static class MaxMinExtensions
{
    extension(Tensor x)
    {
        /// <summary>Largest element; ties share the gradient.</summary>
        [Export("max", "Tensor.max")]
        public Tensor Max() => x.Amax();

        /// <summary>Smallest element; ties share the gradient.</summary>
        [Export("min", "Tensor.min")]
        public Tensor Min() => x.Amin();

        /// <summary>Largest value along an axis and its first position (int64). NaN wins.</summary>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        public (Tensor Values, Tensor Indices) Max(int axis, bool keepDims = false) => At(x, axis, keepDims, x.Argmax(axis, keepDims: true));

        /// <summary>Smallest value along an axis and its first position (int64). NaN wins.</summary>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        public (Tensor Values, Tensor Indices) Min(int axis, bool keepDims = false) => At(x, axis, keepDims, x.Argmin(axis, keepDims: true));

        /// <summary>Smallest and largest value over the same axes; ties share the gradient.</summary>
        [Export("aminmax", "Tensor.aminmax")]
        public (Tensor Min, Tensor Max) AMinMax(int[]? axes = null, bool keepDims = false) => (x.Amin(axes, keepDims), x.Amax(axes, keepDims));
    }

    /// <summary>The values at positions of extent 1 along an axis, with or without that axis.</summary>
    internal static (Tensor Values, Tensor Indices) At(Tensor x, int axis, bool keepDims, Tensor indices)
    {
        if (x.Rank == 0) return (x, indices);
        axis = x.Shape.Axis(axis);
        Tensor values = x.Gather(axis, indices);
        return keepDims ? (values, indices) : (values.Squeeze(axis), indices.Squeeze(axis));
    }
}
