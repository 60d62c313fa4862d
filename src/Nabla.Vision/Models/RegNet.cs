namespace Nabla.Vision;

/// <summary>RegNets with torchvision's keys. Radosavovic et al., Designing Network Design Spaces (2020).</summary>
[Export("vision.models.RegNet")]
public sealed class RegNet : Module
{
    private readonly Sequential _stem, _trunk;
    private readonly Linear _fc;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">The line that the widths lie on.</param>
    public RegNet(Weights w, RegNetConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _channels = config.InputChannels;
        int inputs = 32;
        _stem = Blocks.ConvNorm(w["stem"], config.InputChannels, inputs, 3, 2);
        _trunk = new(w["trunk_output"]);
        IReadOnlyList<(int Width, int Depth, int Group)> stages = config.Stages();
        for (int i = 0; i < stages.Count; i++)
        {
            (int width, int depth, int group) = stages[i];
            int stage = i + 1, from = inputs;
            _trunk.Add($"block{stage}", c =>
            {
                Sequential blocks = new(c);
                for (int block = 0; block < depth; block++)
                {
                    int channels = block == 0 ? from : width, stride = block == 0 ? 2 : 1;
                    blocks.Add($"block{stage}-{block}", b => new RegNetBlock(b, channels, width, stride, group, config.Gate));
                }
                return blocks;
            });
            inputs = width;
        }
        _fc = new(w["fc"], inputs, config.Classes, true, Init.Normal(0, 0.01), Init.Zeros);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        return scope.Keep(_fc.Call(Blocks.GlobalPool(_trunk.Call(_stem.Call(x)))));
    }

    internal static void Register()
    {
        Add("x_400mf", 22, 24, 24.48, 2.54, 16, 0);
        Add("x_800mf", 16, 56, 35.73, 2.28, 16, 0);
        Add("x_1_6gf", 18, 80, 34.01, 2.25, 24, 0);
        Add("x_3_2gf", 25, 88, 26.31, 2.25, 48, 0);
        Add("x_8gf", 23, 80, 49.56, 2.88, 120, 0);
        Add("x_16gf", 22, 216, 55.59, 2.1, 128, 0);
        Add("x_32gf", 23, 320, 69.86, 2.0, 168, 0);
        Add("y_400mf", 16, 48, 27.89, 2.09, 8, 0.25);
        Add("y_800mf", 14, 56, 38.84, 2.4, 16, 0.25);
        Add("y_1_6gf", 27, 48, 20.71, 2.65, 24, 0.25);
        Add("y_3_2gf", 21, 80, 42.63, 2.66, 24, 0.25);
        Add("y_8gf", 17, 192, 76.82, 2.19, 56, 0.25);
        Add("y_16gf", 18, 200, 106.23, 2.48, 112, 0.25);
        Add("y_32gf", 20, 232, 115.89, 2.53, 232, 0.25);
        Add("y_128gf", 27, 456, 160.83, 2.52, 264, 0.25);

        static void Add(string suffix, int depth, int start, double slope, double step, int group, double gate) => ModelRegistry.Add(new(
            $"regnet_{suffix}", [3, 224, 224],
            (w, set) => new RegNet(w, new(depth, start, slope, step, group, gate, set.Classes(), set.Channels())),
            $"RegNet{char.ToUpperInvariant(suffix[0])} of {suffix[2..].Replace('_', '.').Replace("gf", " G", StringComparison.Ordinal).Replace("mf", " M", StringComparison.Ordinal)} multiply-accumulates (2020).")
        {
            Classifier = ["fc"],
            Stem = "stem.0",
            Stages = ["stem", "trunk_output.block1", "trunk_output.block2", "trunk_output.block3", "trunk_output.block4"],
            Maps = [TimmMaps.RegNet()],
        });
    }
}

/// <summary>A <see cref="RegNet"/>: block widths w0 + wa·i, quantised to powers of wm and to multiples of 8.</summary>
/// <param name="Depth">Blocks in all stages.</param>
/// <param name="Start">w0.</param>
/// <param name="Slope">wa.</param>
/// <param name="Step">wm.</param>
/// <param name="GroupWidth">Channels of each group of the 3x3 convolutions.</param>
/// <param name="Gate">Channels of the gates over channels coming in; 0 for none.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="InputChannels">Channels of the picture.</param>
[Export("vision.models.RegNetConfig")]
public sealed record RegNetConfig(int Depth, int Start, double Slope, double Step, int GroupWidth, double Gate, int Classes = 1000, int InputChannels = 3)
{
    /// <summary>Width, number of blocks and width of the groups of each stage.</summary>
    public IReadOnlyList<(int Width, int Depth, int Group)> Stages()
    {
        int[] widths = [.. Enumerable.Range(0, Depth).Select(Width)];
        List<(int, int, int)> stages = [];
        foreach (IGrouping<int, int> stage in widths.GroupBy(width => width))
        {
            int group = Math.Min(GroupWidth, stage.Key);
            stages.Add((Blocks.Divisible(stage.Key, group), stage.Count(), group));
        }
        return stages;

        int Width(int block)
        {
            double power = Math.Round(Math.Log((Start + (Slope * block)) / Start) / Math.Log(Step));
            return (int)(Math.Round(Start * Math.Pow(Step, power) / 8) * 8);
        }
    }
}

/// <summary>1x1, grouped 3x3, gate, 1x1, and the input added.</summary>
internal sealed class RegNetBlock : Module
{
    private readonly Sequential? _proj;
    private readonly Sequential _f;

    public RegNetBlock(Weights w, int inputs, int outputs, int stride, int group, double gate)
        : base(w)
    {
        if (inputs != outputs || stride != 1) _proj = Blocks.ConvNorm(w["proj"], inputs, outputs, 1, stride, act: ActivationKind.None);
        _f = new Sequential(w["f"])
            .Add("a", c => Blocks.ConvNorm(c, inputs, outputs, 1))
            .Add("b", c => Blocks.ConvNorm(c, outputs, outputs, 3, stride, outputs / group));
        if (gate > 0) _f.Add("se", c => new SqueezeExcitation(c, outputs, (int)Math.Round(gate * inputs)));
        _f.Add("c", c => Blocks.ConvNorm(c, outputs, outputs, 1, act: ActivationKind.None));
    }

    public override Tensor Forward(Tensor x) => (_proj?.Call(x) ?? x).AddRelu(_f.Call(x));
}
