namespace Nabla.Vision;

/// <summary>MaxViT's two sparse attentions: among the neighbours of a window, or among the tokens of a coarse grid that spans the map.</summary>
internal sealed class PartitionAttention : Module
{
    private readonly Sequential _attention, _mlp;
    private readonly StochasticDepth _drop;
    private readonly bool _grid;
    private readonly int _size, _cut;

    /// <param name="w">Place in the model.</param>
    /// <param name="config">Heads, windows and habits.</param>
    /// <param name="width">Channels.</param>
    /// <param name="size">Height and width of the map.</param>
    /// <param name="grid">Attend over the grid?</param>
    /// <param name="drop">Stochastic depth.</param>
    public PartitionAttention(Weights w, MaxVitConfig config, int width, int size, bool grid, double drop)
        : base(w)
    {
        Initializer normal = Init.Normal(0, 0.02);
        (_grid, _size, _cut) = (grid, size, grid ? size / config.Window : config.Window);
        _attention = new(w["attn_layer"], c => new LayerNorm(c, [width]), c => new RelativeAttention(c, config, width), c => new Dropout(c, 0));
        _mlp = new(
            w["mlp_layer"],
            c => new LayerNorm(c, [width]), c => new Linear(c, width, 4 * width, true, normal, Init.Zeros), c => config.Activation.Module(c),
            c => new Linear(c, 4 * width, width, true, normal, Init.Zeros), c => new Dropout(c, 0));
        _drop = new(w["stochastic_dropout"], drop);
    }

    /// <summary>x [N, C, S, S]; unchanged.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (x.Shape[2] != _size || x.Shape[3] != _size) throw new ShapeMismatchException($"The attention at '{Path}' was built for maps of {_size}x{_size}; got {x.Shape}.", nameof(x));
        (long n, long c, long count) = (x.Shape[0], x.Shape[1], _size / _cut);
        x = Windows.Partition(x.Permute(0, 2, 3, 1), _cut).Reshape(n, count * count, _cut * _cut, c);
        if (_grid) x = x.Transpose(1, 2);
        x += _drop.Call(_attention.Call(x));
        x += _drop.Call(_mlp.Call(x));
        if (_grid) x = x.Transpose(1, 2);
        return Windows.Join(x.Reshape(-1, _cut * _cut, c), _cut, _size, _size).Permute(0, 3, 1, 2);
    }

    /// <summary>How much the tokens of each group look at each other, for x [N, C, S, S]: [N, groups, heads, T, T], and where in the map, row by row, the tokens lie.</summary>
    public (Tensor Weights, int[] Places) Weights(Tensor x)
    {
        (int count, int inside) = (_size / _cut, _cut * _cut);
        Tensor tokens = Windows.Partition(x.Permute(0, 2, 3, 1), _cut).Reshape(x.Shape[0], (long)count * count, inside, x.Shape[1]);
        Tensor weights = ((RelativeAttention)_attention[1]).Weights(_attention[0].Call(_grid ? tokens.Transpose(1, 2) : tokens));
        int[] places = new int[_size * _size];
        for (int i = 0; i < places.Length; i++)
        {
            // A group of the grid holds the same token of every window.
            (int window, int token) = _grid ? (i % (count * count), i / (count * count)) : (i / inside, i % inside);
            places[i] = (((window / count * _cut) + (token / _cut)) * _size) + (window % count * _cut) + (token % _cut);
        }
        return (weights, places);
    }

    /// <summary>Attention over the tokens of each group, with biases for relative positions.</summary>
    private sealed class RelativeAttention : Module
    {
        private readonly Linear _qkv, _merge;
        private readonly Parameter _table;
        private readonly ModuleBuffer _rows;
        private readonly int _heads, _window;
        private readonly double _scale;

        public RelativeAttention(Weights w, MaxVitConfig config, int width)
            : base(w)
        {
            (int head, int window) = (config.HeadWidth, config.Window);
            if (width % head != 0) throw new ArgumentException($"Heads of {head} features do not divide a width of {width}.", nameof(config));
            (_heads, _window) = (width / head, window);
            // torchvision divides by the root of the whole width, the authors by that of a head's.
            _scale = 1 / Math.Sqrt(config.TensorFlow ? head : width);
            long tokens = (long)window * window, span = (2 * window) - 1;
            _table = w.Get("relative_position_bias_table", [span * span, _heads], Init.TruncatedNormal(0, 0.02));
            _rows = w.GetBuffer("relative_position_index", [tokens, tokens], Windows.Values(Windows.RelativePositions(window)), DType.Int64);
            _qkv = new(w["to_qkv"], width, 3 * width, true, Init.Normal(0, 0.02), Init.Zeros);
            _merge = new(w["merge"], width, width, true, Init.Normal(0, 0.02), Init.Zeros);
        }

        /// <summary>x [N, G, T, C] -> [N, G, heads, T, T].</summary>
        public Tensor Weights(Tensor x)
        {
            (long groups, long tokens, long width) = (x.Shape[1], x.Shape[2], x.Shape[3]);
            Tensor qkv = _qkv.Call(x).Reshape(-1, groups, tokens, 3, _heads, width / _heads).Permute(3, 0, 1, 4, 2, 5);
            Tensor scores = qkv.Narrow(0, 0, 1).Squeeze(0).MatMul(qkv.Narrow(0, 1, 1).Squeeze(0).Transpose(-2, -1)) * _scale;
            return (scores + Windows.Bias(_table, _rows.Value, _window)).Softmax(-1);
        }

        /// <summary>x [N, G, T, C]; unchanged.</summary>
        public override Tensor Forward(Tensor x) =>
            _merge.Call(Functional.PackedSelfAttention(_qkv.Call(x), _heads, Windows.Bias(_table, _rows.Value, _window), scale: _scale));
    }
}
