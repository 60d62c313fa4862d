namespace Nabla.Vision;

/// <summary>Swin-MLP with the authors' keys: inside shifted windows, a grouped linear layer over the positions takes the place of attention. Liu et al. (2021).</summary>
[Export("vision.models.SwinMlp")]
public sealed class SwinMlp : Module
{
    private readonly Conv2d _patch;
    private readonly LayerNorm _patchNorm, _norm;
    private readonly Stage[] _stages;
    private readonly Linear _head;
    private readonly int _channels, _size;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Sizes, as for attention; heads are the groups of the linear layers.</param>
    /// <param name="imageSize">Height and width of the pictures.</param>
    public SwinMlp(Weights w, SwinConfig config, int imageSize)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_channels, _size) = (config.InputChannels, imageSize);
        int side = imageSize / config.Patch, total = config.Depths.Sum(), index = 0;
        _patch = new(w["patch_embed"]["proj"], config.InputChannels, config.Width, config.Patch, config.Patch);
        _patchNorm = new(w["patch_embed"]["norm"], [config.Width]);
        _stages = new Stage[config.Depths.Count];
        for (int i = 0; i < _stages.Length; i++)
        {
            int first = index;
            _stages[i] = new(
                w["layers"][i], config, config.Width << i, config.Heads[i], config.Depths[i], side >> i, i < _stages.Length - 1,
                block => config.DropPath * (first + block) / Math.Max(1, total - 1));
            index += config.Depths[i];
        }
        int last = config.Width << (config.Depths.Count - 1);
        _norm = new(w["norm"], [last]);
        _head = new(w["head"], last, config.Classes, true, Init.TruncatedNormal(0, 0.02), Init.Zeros);
    }

    /// <summary>x [N, C, S, S] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.CheckExactly(this, x, _channels, _size);
        using TensorScope scope = new();
        x = _patchNorm.Call(_patch.Call(x).Permute(0, 2, 3, 1));
        foreach (Stage stage in _stages) x = stage.Call(x);
        return scope.Keep(_head.Call(_norm.Call(x).Mean([1, 2])));
    }

    internal static void Register()
    {
        Add("swin_mlp_t_c24", 256, 8, new(96, [2, 2, 6, 2], [4, 8, 16, 32]), "tiny, 24 channels a group");
        Add("swin_mlp_t_c12", 256, 8, new(96, [2, 2, 6, 2], [8, 16, 32, 64]), "tiny, 12 channels a group");
        Add("swin_mlp_t_c6", 256, 8, new(96, [2, 2, 6, 2], [16, 32, 64, 128]), "tiny, 6 channels a group");
        Add("swin_mlp_b", 224, 7, new(128, [2, 2, 18, 2], [4, 8, 16, 32]) { DropPath = 0.5 }, "base");

        static void Add(string name, int size, int window, SwinConfig config, string which) => ModelRegistry.Add(new(
            name, [3, size, size],
            (w, set) => new SwinMlp(
                w, config with { Window = set.Integer("window_size", window, 2), Classes = set.Classes(), InputChannels = set.Channels(), DropPath = set.DropPath(config.DropPath) },
                set.Integer("image_size", size)),
            $"Swin-MLP, {which} (2021).")
        { Classifier = ["head"], Stem = "patch_embed.proj", Stages = ["layers.0", "layers.1", "layers.2", "layers.3"] });
    }

    private sealed class Stage : Module
    {
        private readonly Block[] _blocks;
        private readonly PatchMerging? _downsample;

        public Stage(Weights w, SwinConfig config, int width, int heads, int depth, int side, bool merge, Func<int, double> drop)
            : base(w)
        {
            // A window as large as the map has nothing to shift to.
            int window = Math.Min(config.Window, side), half = side <= config.Window ? 0 : window / 2;
            _blocks = [.. Enumerable.Range(0, depth).Select(i => new Block(w["blocks"][i], width, heads, window, i % 2 == 0 ? 0 : half, drop(i)))];
            if (merge) _downsample = new(w["downsample"], width, false);
        }

        public override Tensor Forward(Tensor x)
        {
            foreach (Block block in _blocks) x = block.Call(x);
            return _downsample?.Call(x) ?? x;
        }
    }

    private sealed class Block : Module
    {
        private readonly LayerNorm _norm1, _norm2;
        private readonly Conv1d _spatial;
        private readonly Linear _fc1, _fc2;
        private readonly StochasticDepth _drop;
        private readonly int _window, _shift, _heads;

        public Block(Weights w, int width, int heads, int window, int shift, double drop)
            : base(w)
        {
            (_window, _shift, _heads) = (window, shift, heads);
            int tokens = window * window;
            _norm1 = new(w["norm1"], [width]);
            _spatial = new(w["spatial_mlp"], heads * tokens, heads * tokens, 1, groups: heads);
            _drop = new(w["drop_path"], drop);
            _norm2 = new(w["norm2"], [width]);
            _fc1 = new(w["mlp"]["fc1"], width, 4 * width, true, Init.TruncatedNormal(0, 0.02), Init.Zeros);
            _fc2 = new(w["mlp"]["fc2"], 4 * width, width, true, Init.TruncatedNormal(0, 0.02), Init.Zeros);
        }

        public override Tensor Forward(Tensor x)
        {
            (long height, long width, long channels) = (x.Shape[1], x.Shape[2], x.Shape[3]);
            if (height % _window != 0 || width % _window != 0)
                throw new ShapeMismatchException($"The block at '{Path}' works in windows of {_window}, which do not tile a map of {height}x{width}.", nameof(x));
            Tensor y = _norm1.Call(x);
            // The shift is made by zeros around the map instead of rolling it.
            int before = _window - _shift;
            if (_shift > 0) y = y.Pad([0, 0, before, _shift, before, _shift]);
            (long tokens, long each) = ((long)_window * _window, channels / _heads);
            Tensor windows = Windows.Partition(y, _window).Reshape(-1, tokens, _heads, each).Transpose(1, 2).Reshape(-1, _heads * tokens, each);
            windows = _spatial.Call(windows).Reshape(-1, _heads, tokens, each).Transpose(1, 2).Reshape(-1, tokens, channels);
            y = Windows.Join(windows, _window, y.Shape[1], y.Shape[2]);
            if (_shift > 0) y = y.Narrow(1, before, height).Narrow(2, before, width);
            x += _drop.Call(y);
            return x + _drop.Call(_fc2.Call(Functional.GELU(_fc1.Call(_norm2.Call(x)))));
        }
    }
}
