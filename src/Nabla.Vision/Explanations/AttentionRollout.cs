namespace Nabla.Vision.Explanations;

/// <summary>
/// Where in a picture a transformer looks, whatever the class. Abnar and Zuidema, Quantifying Attention Flow in Transformers (2020).
/// </summary>
/// <remarks>
/// With A_l the attention of block l averaged over its heads, half of what a token carries comes from itself (the residual connection) and
/// half from where it looks: the flow through all blocks is the product of (A_l + I)/2. The map is the row of the class token (Vision
/// Transformers), or the mean of all rows (attention in windows or over a grid, where four neighbours become one between the stages; what MaxViT's convolutions spread besides is left out). It is followed from the
/// last block back, so that only a row is kept. The values sum to 1, unless windows reach over the edge of the map.
/// </remarks>
[Export("vision.explanations.AttentionRollout")]
public static class AttentionRollout
{
    /// <summary>Follows the attention of one picture.</summary>
    /// <param name="model">A Vision Transformer, a Swin Transformer or MaxViT, in evaluation mode.</param>
    /// <param name="input">One picture [1, C, H, W].</param>
    /// <param name="layer">Path of one attention module, to see where it alone looks; all of them when null.</param>
    /// <exception cref="ArgumentException">The model has no attention that can be followed, or none at that path.</exception>
    [Export("vision.explanations.AttentionRollout.explain")]
    public static AttentionMap Explain(Module model, Tensor input, string? layer = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[0] != 1) throw new ArgumentException($"One picture [1, C, H, W] is explained; got {input.Shape}.", nameof(input));
        List<Step> steps = Record(model, input);
        if (steps.Count == 0) throw new ArgumentException($"{model.GetType().Name} has no attention whose weights can be shown (those of VisionTransformer, SwinTransformer and MaxVit can).", nameof(model));
        if (layer is null) return Map(Follow(steps), steps[0], steps.Count == 1 ? steps[0].Path : $"{steps.Count} blocks");
        Step one = steps.Find(step => step.Path == layer)
            ?? throw new ArgumentException($"There is no attention at '{layer}'; there is at {string.Join(", ", steps.Select(step => step.Path))}.", nameof(layer));
        return Map(one.Back(one.Start()), one, one.Path);
    }

    private static double[] Follow(List<Step> steps)
    {
        double[] row = steps[^1].Start();
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if (row.Length != steps[i].Tokens) row = Split(row, steps[i + 1], steps[i]);
            double[] looked = steps[i].Back(row);
            for (int token = 0; token < row.Length; token++) row[token] = (row[token] + looked[token]) / 2;
        }
        return row;
    }

    /// <summary>A token merged from four neighbours shares its part among them.</summary>
    private static double[] Split(double[] row, Step coarse, Step fine)
    {
        double[] result = new double[fine.Height * fine.Width];
        for (int y = 0; y < fine.Height; y++)
        {
            for (int x = 0; x < fine.Width; x++) result[(y * fine.Width) + x] = row[(y / 2 * coarse.Width) + (x / 2)] / 4;
        }
        return result;
    }

    private static AttentionMap Map(double[] row, Step step, string layer)
    {
        int extra = step.Tokens - (step.Height * step.Width);
        return new(layer, step.Height, step.Width, [.. row.Skip(extra).Select(value => (float)value)]);
    }

    private static List<Step> Record(Module model, Tensor input)
    {
        List<Step> steps = [];
        List<IDisposable> hooks = [];
        using GradMode.Restore mode = GradMode.Inference();
        try
        {
            foreach ((string name, Module module) in model.NamedModules())
            {
                if (module is WindowAttention windows)
                {
                    hooks.Add(windows.RegisterForwardHook((_, x, _) =>
                    {
                        (Tensor weights, WindowGrid grid) = windows.Weights(x);
                        int tokens = grid.Window * grid.Window, all = grid.PaddedHeight * grid.PaddedWidth;
                        int[] places = [.. Enumerable.Range(0, all).Select(i => grid.Place(i / tokens, i % tokens))];
                        steps.Add(new WindowStep(name, grid.Height, grid.Width, tokens, places, weights.Mean([2]).ToFloat32().ToArray<float>()));
                        return null;
                    }));
                }
                else if (module is PartitionAttention partition)
                {
                    hooks.Add(partition.RegisterForwardHook((_, x, _) =>
                    {
                        (Tensor weights, int[] places) = partition.Weights(x);
                        steps.Add(new WindowStep(name, (int)x.Shape[2], (int)x.Shape[3], (int)weights.Shape[^1], places, weights.Mean([2]).ToFloat32().ToArray<float>()));
                        return null;
                    }));
                }
                else if (module is MultiheadAttention whole)
                {
                    hooks.Add(whole.RegisterForwardHook((_, x, _) =>
                    {
                        int tokens = (int)x.Shape[1], side = (int)Math.Sqrt(tokens - 1);
                        if (x.Shape.Rank == 3 && side > 0 && (side * side) + 1 == tokens) steps.Add(new TokenStep(name, side, whole.Attend(x, x, x).Weights!.ToFloat32().ToArray<float>()));
                        return null;
                    }));
                }
            }
            model.Call(input).Dispose();
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }
        return steps;
    }

    /// <summary>The attention of one block: a map of tokens, perhaps with a class token before it.</summary>
    private abstract record Step(string Path, int Height, int Width, int Tokens)
    {
        /// <summary>The tokens that are asked about, at the end.</summary>
        public abstract double[] Start();

        /// <summary>row·A: where the tokens of a row look.</summary>
        public abstract double[] Back(double[] row);
    }

    private sealed record TokenStep(string Path, int Side, float[] Weights) : Step(Path, Side, Side, (Side * Side) + 1)
    {
        public override double[] Start()
        {
            double[] row = new double[Tokens];
            row[0] = 1;
            return row;
        }

        public override double[] Back(double[] row)
        {
            double[] result = new double[Tokens];
            for (int from = 0; from < Tokens; from++)
            {
                for (int to = 0; to < Tokens; to++) result[to] += row[from] * Weights[(from * Tokens) + to];
            }
            return result;
        }
    }

    /// <summary>Attention in groups of equally many tokens: where each lies in the map (-1 in the padding), and how they look at each other.</summary>
    private sealed record WindowStep(string Path, int Height, int Width, int Group, int[] Places, float[] Weights) : Step(Path, Height, Width, Height * Width)
    {
        public override double[] Start()
        {
            double[] row = new double[Tokens];
            Array.Fill(row, 1.0 / Tokens);
            return row;
        }

        public override double[] Back(double[] row)
        {
            double[] result = new double[Tokens];
            for (int i = 0; i < Places.Length; i++)
            {
                if (Places[i] < 0) continue;
                int first = i / Group * Group;
                for (int j = 0; j < Group; j++)
                {
                    if (Places[first + j] is >= 0 and int to) result[to] += row[Places[i]] * Weights[(i * Group) + j];
                }
            }
            return result;
        }
    }
}

/// <summary>Where attention goes, over a picture.</summary>
/// <param name="Layer">The module, or how many blocks were followed.</param>
/// <param name="Height">Rows of tokens.</param>
/// <param name="Width">Columns of tokens.</param>
/// <param name="Values">Row by row, none negative.</param>
[Export("vision.explanations.AttentionMap")]
public sealed record AttentionMap(string Layer, int Height, int Width, IReadOnlyList<float> Values);
