using Nabla.Kernels.Indexing;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Indexing;

public unsafe class RowSelectTests
{
    [Theory]
    [InlineData(1, 6, 1, 9)]
    [InlineData(3, 6, 1, 4)]
    [InlineData(2, 5, 3, 7)]
    [InlineData(1, 50, 67, 300)]
    [InlineData(4, 5, 2, 20000)]
    [InlineData(1, 300, 3, 40000)]
    [InlineData(0, 5, 2, 3)]
    [InlineData(2, 5, 2, 0)]
    public void Select_store_and_add_follow_the_index(int outer, int n, int inner, int m)
    {
        var random = new Random(5);
        float[] table = Draw.Uniform<float>(random, outer * n * inner), rows = Draw.Uniform<float>(random, outer * m * inner);
        long[] index = Draw.Integers(random, m, -n, n);
        float[] selected = new float[rows.Length], stored = [.. table], added = [.. table];
        for (int o = 0; o < outer; o++)
        {
            for (int j = 0; j < m; j++)
            {
                for (int i = 0; i < inner; i++)
                {
                    int place = (o * n + (int)((index[j] + n) % n)) * inner + i, row = (o * m + j) * inner + i;
                    selected[row] = table[place];
                    stored[place] = rows[row];
                    added[place] += 0.5f * rows[row];
                }
            }
        }

        using var gi = new Guarded<long>(index);
        using var gt = new Guarded<float>(table);
        using var gr = new Guarded<float>(rows);
        using var y = new Guarded<float>(rows.Length);
        RowSelect.Select(gt.P, outer, n, inner, gi.P, m, y.P, 4);
        Assert.Equal(selected, y.ToArray());
        using var s = new Guarded<float>(table);
        RowSelect.Store(s.P, outer, n, inner, gi.P, m, gr.P, 4);
        Assert.Equal(stored, s.ToArray());
        RowSelect.Add(gt.P, outer, n, inner, gi.P, m, gr.P, 0.5f);
        Assert.Equal(added, gt.ToArray());
    }

    [Fact]
    public void Adds_work_on_integers_and_halves()
    {
        using var index = new Guarded<long>([1, 1, 0]);
        using var bytes = new Guarded<byte>([1, 2]);
        using var values = new Guarded<byte>([10, 20, 30]);
        RowSelect.Add(bytes.P, 1, 2, 1, index.P, 3, values.P, (byte)1);
        Assert.Equal([31, 32], bytes.ToArray());
        using var halves = new Guarded<Half>([(Half)1, (Half)2]);
        using var halfValues = new Guarded<Half>([(Half)10, (Half)20, (Half)30]);
        RowSelect.Add(halves.P, 1, 2, 1, index.P, 3, halfValues.P, (Half)1);
        Assert.Equal([(Half)31, (Half)32], halves.ToArray());
    }

    [Theory, InlineData(1, 40), InlineData(1, 3), InlineData(3, 70)]
    public void Add_gives_the_same_bits_on_any_thread_count(int outer, int inner)
    {
        var random = new Random(6);
        double[] x = Draw.Uniform<double>(random, outer * 5000 * inner);
        long[] index = Draw.Integers(random, 5000, 0, 90);
        ThreadCounts.SameBits(() =>
        {
            using var gx = new Guarded<double>(x);
            using var gi = new Guarded<long>(index);
            using var y = new Guarded<double>(new double[outer * 90 * inner]);
            RowSelect.Add(y.P, outer, 90, inner, gi.P, 5000, gx.P, 1.0);
            return y.ToArray();
        });
    }

    [Fact]
    public void Embedding_gradient_skips_padding_and_can_average()
    {
        using var tokens = new Guarded<long>([1, 2, 1, 0]);
        using var g = new Guarded<float>([1, 2, 3, 4, 5, 6, 7, 8]);
        using var plain = new Guarded<float>(new float[6]);
        EmbeddingTable.Backward(g.P, tokens.P, 4, plain.P, 3, 2, padding: 0);
        Assert.Equal([0, 0, 6, 8, 3, 4], plain.ToArray());
        using var scaled = new Guarded<float>(new float[6]);
        EmbeddingTable.Backward(g.P, tokens.P, 4, scaled.P, 3, 2, scaleByFrequency: true);
        Assert.Equal([7, 8, 3, 4, 3, 4], scaled.ToArray());
    }

    [Fact]
    public void Embedding_and_one_hot_reject_negative_tokens()
    {
        using var tokens = new Guarded<long>([1, -1]);
        using var table = new Guarded<float>(6);
        using var y = new Guarded<float>(6);
        Assert.Throws<IndexRangeException>(() => EmbeddingTable.Forward(table.P, 3, 2, tokens.P, 2, y.P, 4));
        Assert.Throws<IndexRangeException>(() => FlatIndex.OneHot(tokens.P, 2, 3, y.P));
        Assert.Throws<IndexRangeException>(() => EmbeddingTable.Backward(y.P, tokens.P, 2, table.P, 3, 2));
    }

    [Fact]
    public void Embedding_copies_rows()
    {
        using var tokens = new Guarded<long>([2, 0]);
        using var table = new Guarded<float>([1, 2, 3, 4, 5, 6]);
        using var y = new Guarded<float>(4);
        EmbeddingTable.Forward(table.P, 3, 2, tokens.P, 2, y.P, 4);
        Assert.Equal([5, 6, 1, 2], y.ToArray());
    }

    [Fact]
    public void One_hot_marks_one_class_a_row()
    {
        using var index = new Guarded<long>([2, 0]);
        using var y = new Guarded<long>(6);
        FlatIndex.OneHot(index.P, 2, 3, y.P);
        Assert.Equal([0, 0, 1, 1, 0, 0], y.ToArray());
    }

    [Fact]
    public void Take_put_and_put_add_use_flat_places()
    {
        using var index = new Guarded<long>([-1, 1, 1]);
        using var x = new Guarded<int>([5, 6, 7, 8]);
        using var y = new Guarded<int>(3);
        FlatIndex.Take(x.P, 4, index.P, 3, y.P, 4);
        Assert.Equal([8, 6, 6], y.ToArray());
        using var values = new Guarded<int>([1, 2, 3]);
        FlatIndex.PutAdd(x.P, 4, index.P, 3, values.P);
        Assert.Equal([5, 11, 7, 9], x.ToArray());
        FlatIndex.Put(x.P, 4, index.P, 3, values.P, 4);
        Assert.Equal([5, 3, 7, 1], x.ToArray());
    }
}
