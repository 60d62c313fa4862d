using System.Numerics;
using Nabla.Kernels.Attention;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Attention;

public unsafe class AttentionRowsTests
{
    /// <summary>Samples, heads of each, tokens, features of a head.</summary>
    public static TheoryData<int, int, int, int> Packed => new() { { 2, 3, 49, 16 }, { 3, 2, 7, 5 }, { 1, 4, 130, 8 }, { 5, 1, 1, 16 }, { 2, 2, 61, 33 } };

    [Theory, MemberData(nameof(Packed))]
    public void A_packed_projection_gives_what_copies_of_its_parts_give(int samples, int heads, int tokens, int width)
    {
        Check<float>(samples, heads, tokens, width);
        Check<double>(samples, heads, tokens, width);
    }

    /// <summary>Samples, samples of a group, heads, tokens; does each group, sample, head have a mask of its own?</summary>
    public static TheoryData<int, int, int, int, bool, bool, bool> Shared => new()
    {
        { 6, 3, 2, 49, false, true, true },
        { 6, 3, 2, 5, true, false, true },
        { 4, 4, 3, 70, false, false, true },
        { 4, 2, 3, 9, false, true, false },
        { 20, 20, 1, 6, false, false, false },
        { 4, 2, 2, 7, true, true, true },
        { 1, 1, 1, 1, false, false, false },
    };

    [Theory, MemberData(nameof(Shared))]
    public void The_gradient_of_a_shared_mask_is_the_sum_over_those_who_share_it(int samples, int group, int heads, int tokens, bool byGroup, bool bySample, bool byHead)
    {
        const int Width = 8;
        var shape = new AttentionShape(samples * heads, tokens, tokens, Width, Width);
        var random = new Random(5);
        int size = samples * heads * tokens * Width, matrix = tokens * tokens;
        long head = byHead ? matrix : 0, sample = bySample ? matrix * (byHead ? heads : 1) : 0, outer = byGroup ? matrix * (byHead ? heads : 1) * (bySample ? group : 1) : 0;
        int count = matrix * (byHead ? heads : 1) * (bySample ? group : 1) * (byGroup ? samples / group : 1);
        double[] q = Draw.Uniform<double>(random, size), k = Draw.Uniform<double>(random, size), v = Draw.Uniform<double>(random, size), gy = Draw.Uniform<double>(random, size);
        double[] added = Draw.Uniform<double>(random, count);
        long At(long h, long i, long j) => (h / heads / group * outer) + (h / heads % group * sample) + (h % heads * head) + (i * tokens) + j;
        ThreadCounts.SameBits(() =>
        {
            using Guarded<double> bq = new(q), bk = new(k), bv = new(v), bg = new(gy), mask = new(added), y = new(size), z = new(samples * heads * tokens);
            using Guarded<double> gq = new(size), gk = new(size), gv = new(size), gm = new(count);
            var masking = new AttentionMask<double>
            {
                Additive = mask.P,
                Places = new(heads, head, sample, group, outer),
                QueryStride = tokens,
                KeyStride = 1,
            };
            ScaledDotProduct.Forward(shape, bq.P, bk.P, bv.P, 0.4, masking, y.P, z.P);
            ScaledDotProduct.Backward(shape, new AttentionGradients<double>
            {
                Q = Rows(bq.P),
                K = Rows(bk.P),
                V = Rows(bv.P),
                Y = Rows(y.P),
                LogSumExp = z.P,
                Gy = Rows(bg.P),
                Gq = Rows(gq.P),
                Gk = Rows(gk.P),
                Gv = Rows(gv.P),
                Mask = new() { Values = gm.P, Count = count, Places = new(heads, head, sample, group, outer) },
            }, 0.4, masking);
            double[] expected = new double[count];
            for (long h = 0; h < samples * heads; h++) AddReference(h, expected);
            Close.To<double>(expected, gm.ToArray(), 1e-12, "mask");
            return (double[])[.. gm.ToArray(), .. gq.ToArray(), .. gk.ToArray(), .. gv.ToArray()];
        });

        AttentionRows<double> Rows(double* p) => AttentionRows<double>.Contiguous(p, tokens, Width);

        // P ⊙ (dP - Σ P ⊙ dP), by the definition.
        void AddReference(long h, double[] sums)
        {
            for (long i = 0; i < tokens; i++)
            {
                double[] p = new double[tokens], dp = new double[tokens];
                for (long j = 0; j < tokens; j++)
                {
                    for (long c = 0; c < Width; c++)
                    {
                        p[j] += 0.4 * q[(((h * tokens) + i) * Width) + c] * k[(((h * tokens) + j) * Width) + c];
                        dp[j] += gy[(((h * tokens) + i) * Width) + c] * v[(((h * tokens) + j) * Width) + c];
                    }
                    p[j] = Math.Exp(p[j] + added[At(h, i, j)]);
                }
                double total = p.Sum(), delta = p.Zip(dp, (a, b) => a * b).Sum() / total;
                for (long j = 0; j < tokens; j++) sums[At(h, i, j)] += p[j] / total * (dp[j] - delta);
            }
        }
    }

    [Fact]
    public void A_mask_has_no_gradient_for_heads_that_share_keys() =>
        Assert.Throws<ArgumentException>(() => ScaledDotProduct.Backward(new AttentionShape(2, 1, 1, 1, 1, 2), new AttentionGradients<float> { Mask = new() { Values = (float*)1 } }, 1, default));

    private static void Check<T>(int samples, int heads, int tokens, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = new AttentionShape(samples * heads, tokens, tokens, width, width);
        int features = heads * width, size = samples * tokens * features;
        T[] all = Draw.Uniform<T>(new Random(3), 3 * size), upstream = Draw.Uniform<T>(new Random(4), size);
        ThreadCounts.SameBits(() =>
        {
            using Guarded<T> qkv = new(all), y = new(size), gy = new(upstream), z = new(samples * heads * tokens), gradient = new(3 * size);
            AttentionRows<T> Part(T* p, int part) => new(p + (part * features), heads, tokens * 3L * features, width, 3L * features);
            AttentionRows<T> Out(T* p) => new(p, heads, (long)tokens * features, width, features);
            ScaledDotProduct.Forward(shape, Part(qkv.P, 0), Part(qkv.P, 1), Part(qkv.P, 2), 0.4, new AttentionMask<T> { Causal = true }, Out(y.P), z.P);
            ScaledDotProduct.Backward(shape, new AttentionGradients<T>
            {
                Q = Part(qkv.P, 0),
                K = Part(qkv.P, 1),
                V = Part(qkv.P, 2),
                Y = Out(y.P),
                LogSumExp = z.P,
                Gy = Out(gy.P),
                Gq = Part(gradient.P, 0),
                Gk = Part(gradient.P, 1),
                Gv = Part(gradient.P, 2),
            }, 0.4, new AttentionMask<T> { Causal = true });

            T[][] parts = [.. Enumerable.Range(0, 3).Select(part => Heads(all, part, 3))];
            using Guarded<T> q = new(parts[0]), k = new(parts[1]), v = new(parts[2]), g = new(Heads(upstream, 0, 1)), y2 = new(size), z2 = new(samples * heads * tokens);
            using Guarded<T> gq = new(size), gk = new(size), gv = new(size);
            ScaledDotProduct.Forward(shape, q.P, k.P, v.P, 0.4, new AttentionMask<T> { Causal = true }, y2.P, z2.P);
            ScaledDotProduct.Backward(shape, q.P, k.P, v.P, y2.P, z2.P, g.P, 0.4, new AttentionMask<T> { Causal = true }, gq.P, gk.P, gv.P);
            Assert.Equal(y2.ToArray(), Heads(y.ToArray(), 0, 1));
            Assert.Equal(z2.ToArray(), z.ToArray());
            T[] packed = gradient.ToArray();
            Assert.Equal(gq.ToArray(), Heads(packed, 0, 3));
            Assert.Equal(gk.ToArray(), Heads(packed, 1, 3));
            Assert.Equal(gv.ToArray(), Heads(packed, 2, 3));
            return (T[])[.. y.ToArray(), .. packed];
        });

        // [sample, token, part, head, feature] as [sample, head, token, feature].
        T[] Heads(T[] values, int part, int parts)
        {
            T[] result = new T[size];
            for (int i = 0; i < size; i++)
            {
                int c = i % width, t = i / width % tokens, h = i / width / tokens % heads, n = i / width / tokens / heads;
                result[i] = values[(((((n * tokens) + t) * parts) + part) * features) + (h * width) + c];
            }
            return result;
        }
    }
}
