using Nabla.Vision.Explanations;

namespace Nabla.Vision.Tests.Explanations;

/// <summary>The flow of attention against products written out.</summary>
public sealed class AttentionRolloutTests
{
    [Fact]
    public void Of_a_vision_transformer_it_is_the_class_tokens_row_of_the_product()
    {
        Module model = new VisionTransformer(Weights.Random(3), new(2, 3, 2, 8, 16) { ImageSize = 8, Classes = 4 }).Eval();
        Tensor x = FormulaInput(1, 3, 8, 8);
        List<double[,]> attentions = [];
        List<IDisposable> hooks = [.. model.Modules().OfType<MultiheadAttention>().Select(attention => attention.RegisterForwardHook((_, tokens, _) =>
        {
            attentions.Add(Attention(attention.StateDict(), tokens, heads: 2));
            return null;
        }))];
        model.Call(x);
        hooks.ForEach(hook => hook.Dispose());
        Assert.Equal(3, attentions.Count);

        double[,] product = Identity(17);
        foreach (double[,] attention in attentions) product = Times(Halved(attention), product);
        AttentionMap map = AttentionRollout.Explain(model, x);
        Assert.Equal((4, 4), (map.Height, map.Width));
        for (int i = 0; i < 16; i++) Assert.Equal(product[0, i + 1], map.Values[i], 1e-6);

        AttentionMap second = AttentionRollout.Explain(model, x, "encoder.layers.encoder_layer_1.self_attention");
        for (int i = 0; i < 16; i++) Assert.Equal(attentions[1][0, i + 1], second.Values[i], 1e-6);
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Windows_that_look_evenly_leave_it_even_shifted_and_merged(int blocks)
    {
        Module model = new SwinTransformer(Weights.Random(3), new(8, [blocks, blocks], [2, 2], 2) { Patch = 2, Classes = 4, InputChannels = 1 }).Eval();
        SetZero(model, "qkv", "relative_position_bias_table");
        AttentionMap map = AttentionRollout.Explain(model, FormulaInput(1, 1, 16, 16));
        Assert.Equal((8, 8), (map.Height, map.Width));
        Assert.All(map.Values, value => Assert.Equal(1.0 / 64, value, 1e-7));
    }

    [Fact]
    public void A_window_that_looks_to_the_right_moves_attention_to_the_right()
    {
        Module model = new SwinTransformer(Weights.Random(3), new(8, [1], [1], 2) { Patch = 2, Classes = 4, InputChannels = 1 }).Eval();
        SetZero(model, "qkv", "relative_position_bias_table");
        // Row 3 of the table is for keys one column to the right of the query.
        StateDict state = model.StateDict();
        using (GradMode.NoGrad()) state["features.1.0.attn.relative_position_bias_table"].Narrow(0, 3, 1).FillInPlace(50);
        AttentionMap map = AttentionRollout.Explain(model, FormulaInput(1, 1, 8, 8));
        // Left columns get a quarter from each of two right ones; right columns that, and all of their left neighbour.
        for (int i = 0; i < 16; i++) Assert.Equal((i % 2 == 0 ? 0.75 : 1.25) / 16, map.Values[i], 1e-6);
    }

    [Fact]
    public void Random_weights_keep_the_sum_and_bad_questions_have_clear_answers()
    {
        Module swin = ModelRegistry.Create("swin_28", Weights.Random(3), new ModelSettings().Set("in_chans", 1)).Eval();
        AttentionMap map = AttentionRollout.Explain(swin, FormulaInput(1, 1, 28, 28));
        Assert.Equal((14, 14), (map.Height, map.Width));
        Assert.Equal(1, map.Values.Sum(), 1e-4);
        Assert.All(map.Values, value => Assert.True(value >= 0));
        Assert.Contains("features.1.0.attn", Assert.Throws<ArgumentException>(() => AttentionRollout.Explain(swin, FormulaInput(1, 1, 28, 28), "features.1.0")).Message, StringComparison.Ordinal);
        Module convolutions = ModelRegistry.Create("smallcnn", Weights.Random(3)).Eval();
        Assert.Contains("SmallCnn", Assert.Throws<ArgumentException>(() => AttentionRollout.Explain(convolutions, FormulaInput(1, 1, 28, 28))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AttentionRollout.Explain(swin, FormulaInput(2, 1, 28, 28)));
    }

    [Fact]
    public void Of_MaxViT_windows_and_the_grid_are_followed()
    {
        Module model = new MaxVit(Weights.Random(3), new(8, [8], [1]) { ImageSize = 16, Window = 2, HeadWidth = 4, Classes = 4 }).Eval();
        SetZero(model, "to_qkv", "relative_position_bias_table");
        AttentionMap even = AttentionRollout.Explain(model, FormulaInput(1, 3, 16, 16));
        Assert.Equal(("2 blocks", 4, 4), (even.Layer, even.Height, even.Width));
        Assert.All(even.Values, value => Assert.Equal(1.0 / 16, value, 1e-7));

        // Row 3 of the table is for keys one column to the right of the query: in a window the neighbour, over the grid the token two columns on.
        using (GradMode.NoGrad()) model.StateDict()["blocks.0.layers.0.layers.grid_attention.attn_layer.1.relative_position_bias_table"].Narrow(0, 3, 1).FillInPlace(50);
        AttentionMap grid = AttentionRollout.Explain(model, FormulaInput(1, 3, 16, 16), "blocks.0.layers.0.layers.grid_attention");
        for (int i = 0; i < 16; i++) Assert.Equal((i % 4 < 2 ? 0.5 : 1.5) / 16, grid.Values[i], 1e-6);
        AttentionMap window = AttentionRollout.Explain(model, FormulaInput(1, 3, 16, 16), "blocks.0.layers.0.layers.window_attention");
        Assert.All(window.Values, value => Assert.Equal(1.0 / 16, value, 1e-7));
    }

    [Fact]
    public void MaxViTs_weights_are_those_its_attention_uses()
    {
        Module model = new MaxVit(Weights.Random(3), new(8, [8], [1]) { ImageSize = 16, Window = 2, HeadWidth = 4, Classes = 4 }).Eval();
        const string Path = "blocks.0.layers.0.layers.window_attention";
        StateDict state = model.StateDict();
        double[] Read(string key) => state[$"{Path}.attn_layer.{key}"].To(DType.Float64).ToArray<double>();
        (double[] gain, double[] shift, double[] w, double[] b, double[] table) = (Read("0.weight"), Read("0.bias"), Read("1.to_qkv.weight"), Read("1.to_qkv.bias"), Read("1.relative_position_bias_table"));
        float[] x = [];
        using IDisposable hook = model.NamedModules().First(pair => pair.Name == Path).Module.RegisterForwardHook((_, input, _) =>
        {
            x = input.ToArray<float>();
            return null;
        });
        AttentionMap map = AttentionRollout.Explain(model, FormulaInput(1, 3, 16, 16), Path);

        // Sixteen tokens of eight channels; the windows are 2x2, the heads 4 wide.
        double[] expected = new double[16];
        double[][] qk = [.. Enumerable.Range(0, 16).Select(token =>
        {
            double[] v = [.. Enumerable.Range(0, 8).Select(c => (double)x[(c * 16) + token])];
            double mean = v.Average(), deviation = Math.Sqrt(v.Average(one => (one - mean) * (one - mean)) + 1e-5);
            double[] normal = [.. v.Select((one, c) => ((one - mean) / deviation * gain[c]) + shift[c])];
            return (double[])[.. Enumerable.Range(0, 16).Select(row => b[row] + Enumerable.Range(0, 8).Sum(c => w[(row * 8) + c] * normal[c]))];
        })];
        for (int from = 0; from < 16; from++)
        {
            int[] window = [.. Enumerable.Range(0, 16).Where(to => to / 8 == from / 8 && to % 4 / 2 == from % 4 / 2)];
            for (int head = 0; head < 2; head++)
            {
                double[] scores = [.. window.Select(to => (Enumerable.Range(4 * head, 4).Sum(c => qk[from][c] * qk[to][8 + c]) / Math.Sqrt(8))
                    + table[(((((from / 4) - (to / 4) + 1) * 3) + (from % 4) - (to % 4) + 1) * 2) + head])];
                double sum = scores.Sum(Math.Exp);
                for (int i = 0; i < window.Length; i++) expected[window[i]] += Math.Exp(scores[i]) / sum / 32;
            }
        }
        for (int i = 0; i < 16; i++) Assert.Equal(expected[i], map.Values[i], 1e-5);
    }

    private static Tensor FormulaInput(params long[] shape)
    {
        long count = shape.Aggregate(1L, (a, b) => a * b);
        return Tensor.Of([.. Enumerable.Range(0, (int)count).Select(i => (float)Math.Sin((0.7 * i) + (0.01 * i * i)))], new Shape(shape));
    }

    private static void SetZero(Module model, params string[] parts)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach (Parameter parameter in model.Parameters())
        {
            if (parts.Any(part => parameter.Name.Contains(part, StringComparison.Ordinal))) ((Tensor)parameter).FillInPlace(0);
        }
    }

    /// <summary>The mean over the heads of softmax(q·kᵀ/√d), in float64 loops.</summary>
    private static double[,] Attention(StateDict state, Tensor tokens, int heads)
    {
        int count = (int)tokens.Shape[1], width = (int)tokens.Shape[2], each = width / heads;
        float[] x = tokens.ToArray<float>(), w = state["in_proj_weight"].ToArray<float>(), b = state["in_proj_bias"].ToArray<float>();
        double[,] result = new double[count, count];
        for (int head = 0; head < heads; head++)
        {
            for (int i = 0; i < count; i++)
            {
                double[] row = [.. Enumerable.Range(0, count).Select(j => Math.Exp(Enumerable.Range(head * each, each).Sum(d => Project(i, d) * Project(j, width + d)) / Math.Sqrt(each)))];
                for (int j = 0; j < count; j++) result[i, j] += row[j] / row.Sum() / heads;
            }
        }
        return result;

        double Project(int token, int output) => b[output] + Enumerable.Range(0, width).Sum(c => (double)x[(token * width) + c] * w[(output * width) + c]);
    }

    private static double[,] Identity(int size)
    {
        double[,] result = new double[size, size];
        for (int i = 0; i < size; i++) result[i, i] = 1;
        return result;
    }

    private static double[,] Halved(double[,] a)
    {
        double[,] result = Identity(a.GetLength(0));
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(0); j++) result[i, j] = (result[i, j] + a[i, j]) / 2;
        }
        return result;
    }

    private static double[,] Times(double[,] a, double[,] b)
    {
        int size = a.GetLength(0);
        double[,] result = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++) result[i, j] += a[i, k] * b[k, j];
            }
        }
        return result;
    }
}
