using Nabla.Kernels.Indexing;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Indexing;

public unsafe class MasksTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(67, 0.1)]
    [InlineData(16384, 0.5)]
    [InlineData(100_001, 0.01)]
    [InlineData(70_000, 0)]
    public void Select_store_fill_and_positions_agree_with_a_loop(int n, double density)
    {
        var random = new Random(7);
        float[] x = Draw.Uniform<float>(random, n);
        byte[] mask = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() < density ? (byte)random.Next(1, 256) : (byte)0)];
        int[] where = [.. Enumerable.Range(0, n).Where(i => mask[i] != 0)];
        using var gx = new Guarded<float>(x);
        using var gm = new Guarded<byte>(mask);
        Assert.Equal(where.Length, Masks.Count(gm.P, n));

        using var selected = new Guarded<float>(where.Length);
        Masks.Select(gx.P, gm.P, n, selected.P, 4);
        Assert.Equal(where.Select(i => x[i]), selected.ToArray());

        using var positions = new Guarded<long>(where.Length);
        Masks.Positions(gm.P, n, positions.P);
        Assert.Equal(where.Select(i => (long)i), positions.ToArray());

        float value = 3.5f;
        using var filled = new Guarded<float>(n);
        Masks.Fill(gx.P, gm.P, n, &value, filled.P, 4);
        Assert.Equal(x.Select((v, i) => mask[i] != 0 ? 3.5f : v), filled.ToArray());

        Masks.Store(gx.P, gm.P, n, positions.P, 4);
        int[] words = [.. where.SelectMany(i => new[] { i, 0 })];
        for (int k = 0; k < where.Length; k++) Assert.Equal(words[k], BitConverter.SingleToInt32Bits(gx[where[k]]));
    }

    [Fact]
    public void Non_zero_lists_coordinates_row_major()
    {
        using var mask = new Guarded<byte>([0, 1, 0, 0, 0, 1, 1, 0]);
        using var coordinates = new Guarded<long>(9);
        Masks.NonZero(mask.P, [2, 2, 2], coordinates.P);
        Assert.Equal([0, 0, 1, 1, 0, 1, 1, 1, 0], coordinates.ToArray());
    }

    [Fact]
    public void Select_gives_the_same_bits_on_any_thread_count()
    {
        var random = new Random(8);
        double[] x = Draw.Uniform<double>(random, 90_000);
        byte[] mask = [.. Enumerable.Range(0, x.Length).Select(_ => (byte)random.Next(2))];
        ThreadCounts.SameBits(() =>
        {
            using var gx = new Guarded<double>(x);
            using var gm = new Guarded<byte>(mask);
            using var y = new Guarded<double>(Masks.Count(gm.P, x.Length));
            Masks.Select(gx.P, gm.P, x.Length, y.P, 8);
            return y.ToArray();
        });
    }
}
