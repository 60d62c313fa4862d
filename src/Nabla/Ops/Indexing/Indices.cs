namespace Nabla;

/// <summary>Checks of index tensors.</summary>
internal static class Indices
{
    /// <summary>The index as contiguous int64 on the tensor's backend.</summary>
    /// <exception cref="ArgumentException">It is not an integer tensor, or lives elsewhere.</exception>
    public static Tensor Check(Tensor x, Tensor index, string argument = "index")
    {
        if (!index.DType.IsInteger()) throw new ArgumentException($"An index must hold integers; got {index.DType.Name()} of shape {index.Shape}.", argument);
        if (index.Backend != x.Backend) throw new ArgumentException($"The index lives on the {index.Backend.Name} backend, the tensor on {x.Backend.Name}.", argument);
        return index.To(DType.Int64).Contiguous();
    }

    /// <summary>A list of positions of one axis: rank 1, or a single number.</summary>
    /// <exception cref="ShapeMismatchException">It has more than one axis.</exception>
    public static Tensor List(Tensor x, Tensor index, string argument = "index")
    {
        if (index.Rank > 1) throw new ShapeMismatchException($"A list of positions has one axis; got shape {index.Shape}.", argument);
        return Check(x, index, argument).Reshape(index.Count);
    }

    /// <summary>An index of the tensor's rank whose extents off the axis do not exceed the tensor's.</summary>
    /// <exception cref="ShapeMismatchException">It has another rank, or a larger extent.</exception>
    public static Tensor Along(Tensor x, int axis, Tensor index, string argument = "index")
    {
        index = Check(x, index, argument);
        bool fits = index.Rank == x.Rank;
        for (int i = 0; fits && i < x.Rank; i++) fits = i == axis || index.Shape[i] <= x.Shape[i];
        if (!fits && index.Count > 0)
            throw new ShapeMismatchException($"An index of shape {index.Shape} does not fit a tensor of shape {x.Shape} along axis {axis}: the ranks must agree and no other extent may be larger.", argument);
        return index;
    }

    /// <summary>Adds slices or elements in the dtype's own arithmetic, or in a wider one that the kernels know.</summary>
    public static Tensor Widened(Tensor x, Func<Tensor, Tensor> run)
    {
        DType wide = x.DType switch
        {
            DType.Float16 or DType.BFloat16 => DType.Float32,
            DType.Float32 or DType.Float64 or DType.Int32 or DType.Int64 => x.DType,
            _ => DType.Int64,
        };
        return run(x.To(wide)).To(x.DType);
    }
}
