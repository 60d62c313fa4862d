using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;

namespace Nabla.Kernels.Reductions;

/// <summary>The axes of a reduction in two loop nests: those that stay (in output order) and those that go.</summary>
internal struct ReducePlan
{
    /// <summary>Operand 0 is the output, adjacent; operand 1 the input.</summary>
    public StridedPlan Kept;

    /// <summary>Operand 0 is the input.</summary>
    public StridedPlan Gone;

    /// <summary>Whether rows are added to columns: the input is adjacent along the innermost axis that stays and not along one that goes.</summary>
    public readonly bool ByColumns =>
        Kept.Rank > 0 && Kept.Inner >= 4 && Kept.Stride(1, Kept.Rank - 1) == 1 && Gone.Rank > 0 && Gone.Stride(0, Gone.Rank - 1) != 1;

    public static void Create(out ReducePlan plan, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ReadOnlySpan<bool> reduced)
    {
        if (strides.Length != shape.Length)
            throw new ArgumentException($"{strides.Length} strides for a shape of {shape.Length} dimensions.", nameof(strides));
        if (reduced.Length != shape.Length)
            throw new ArgumentException($"{reduced.Length} flags for a shape of {shape.Length} dimensions.", nameof(reduced));
        int rank = shape.Length;
        Span<long> keptShape = stackalloc long[rank], keptStrides = stackalloc long[rank], outStrides = stackalloc long[rank];
        Span<long> goneShape = stackalloc long[rank], goneStrides = stackalloc long[rank];
        int kept = 0, gone = 0;
        for (int d = 0; d < rank; d++)
        {
            if (reduced[d])
            {
                goneShape[gone] = shape[d];
                goneStrides[gone++] = strides[d];
            }
            else
            {
                keptShape[kept] = shape[d];
                keptStrides[kept++] = strides[d];
            }
        }
        long run = 1;
        for (int d = kept - 1; d >= 0; d--)
        {
            outStrides[d] = run;
            run *= keptShape[d];
        }
        StridedPlan.Create(out plan.Kept, 2, keptShape[..kept], outStrides[..kept], keptStrides[..kept]);
        StridedPlan.Create(out plan.Gone, 1, goneShape[..gone], goneStrides[..gone]);
    }

    /// <summary>Where an output's elements start in the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly long OffsetOf(long output)
    {
        long offset = 0;
        for (int d = Kept.Rank - 1; d >= 0; d--)
        {
            long size = Kept.Size(d);
            offset += output % size * Kept.Stride(1, d);
            output /= size;
        }
        return offset;
    }
}
