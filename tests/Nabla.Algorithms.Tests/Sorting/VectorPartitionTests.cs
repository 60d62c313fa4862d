using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Algorithms.Sorting;
using Nabla.Algorithms.Tests.Support;

namespace Nabla.Algorithms.Tests.Sorting;

public unsafe class VectorPartitionTests
{
    [Fact]
    public void Every_vector_width_partitions_every_length()
    {
        for (int n = 256; n < 560; n++)
        {
            foreach (int[] values in Property.Patterns(n))
            {
                int pivot = values[n / 3];
                Check<int, Vector512<int>, PackInt32x16>(values, pivot);
                Check<long, Vector512<long>, PackInt64x8>([.. values.Select(v => (long)v << 20)], (long)pivot << 20);
                if (!Avx2.IsSupported) continue;
                Check<int, Vector256<int>, PackInt32x8>(values, pivot);
                Check<long, Vector256<long>, PackInt64x4>([.. values.Select(v => (long)v << 20)], (long)pivot << 20);
            }
        }
    }

    [Fact]
    public void Networks_sort_every_sequence_of_zeros_and_ones()
    {
        // The 0-1 principle: a network that sorts all 0-1 inputs sorts everything; threshold inputs of every permutation kind stand for the long ones.
        if (!Avx2.IsSupported) return;
        int* values = stackalloc int[64];
        for (int count = 0; count <= 16; count++)
        {
            for (int mask = 0; mask < 1 << count; mask++)
            {
                for (int i = 0; i < count; i++) values[i] = mask >> i & 1;
                VectorNetwork.Sort(values, count);
                for (int i = 1; i < count; i++) Assert.True(values[i - 1] <= values[i]);
            }
        }
    }

    private static void Check<T, TVector, TPack>(T[] values, T pivot)
        where T : unmanaged, System.Numerics.INumber<T>
        where TVector : struct
        where TPack : struct, IPackLanes<T, TVector>
    {
        T[] copy = [.. values];
        int boundary;
        fixed (T* first = copy) boundary = (int)(VectorPartition.Split<T, TVector, TPack, SignedBits<T>>(first, first + copy.Length, pivot) - first);
        Assert.Equal(values.Count(v => v <= pivot), boundary);
        Assert.True(copy.Take(boundary).All(v => v <= pivot) && copy.Skip(boundary).All(v => v > pivot));
        Array.Sort(copy);
        Assert.Equal(values.Order(), copy);
    }
}
