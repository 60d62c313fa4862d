using Dense = System.Numerics.Tensors;

namespace Nabla;

/// <summary>Exchange with <c>System.Numerics.Tensors</c>. Scalars have one axis of length 1 there.</summary>
public static class TensorInterop
{
    extension(Tensor x)
    {
        /// <summary>A row-major copy as a <c>System.Numerics.Tensors.Tensor</c>.</summary>
        /// <typeparam name="T">The .NET type that matches the dtype.</typeparam>
        /// <exception cref="InvalidOperationException">T is not the element type.</exception>
        [Export("Tensor.to_dense_tensor")]
        public Dense.Tensor<T> ToDenseTensor<T>()
            where T : unmanaged => Dense.Tensor.Create(x.ToArray<T>(), Lengths(x));

        /// <summary>The elements of a contiguous tensor, without copying; valid as long as this tensor is.</summary>
        /// <typeparam name="T">The .NET type that matches the dtype.</typeparam>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous, or T is not its element type.</exception>
        [Export("Tensor.as_tensor_span")]
        public Dense.ReadOnlyTensorSpan<T> AsReadOnlyTensorSpan<T>()
            where T : unmanaged => new(x.AsReadOnlySpan<T>(), Lengths(x));

        /// <summary>Copies a tensor of <c>System.Numerics.Tensors</c>, of any layout.</summary>
        /// <typeparam name="T">An element type that has a dtype.</typeparam>
        /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
        [Export("Tensor.from_dense_tensor")]
        public static Tensor FromTensorPrimitives<T>(in Dense.ReadOnlyTensorSpan<T> source)
            where T : unmanaged
        {
            long[] extents = new long[source.Lengths.Length];
            for (int i = 0; i < extents.Length; i++) extents[i] = source.Lengths[i];
            Tensor result = Tensor.Empty(new(extents), DTypes.Of<T>());
            if (result.Count > 0) source.FlattenTo(result.RawSpan<T>());
            return result;
        }

        /// <summary>Copies a tensor of <c>System.Numerics.Tensors</c>.</summary>
        /// <typeparam name="T">An element type that has a dtype.</typeparam>
        /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
        public static Tensor FromTensorPrimitives<T>(Dense.Tensor<T> source)
            where T : unmanaged
        {
            ArgumentNullException.ThrowIfNull(source);
            return Tensor.FromTensorPrimitives(source.AsReadOnlyTensorSpan());
        }
    }

    private static nint[] Lengths(Tensor x)
    {
        if (x.Rank == 0) return [1];
        nint[] lengths = new nint[x.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = checked((nint)x.Shape[i]);
        return lengths;
    }
}
