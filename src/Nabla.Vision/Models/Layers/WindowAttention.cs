namespace Nabla.Vision;

/// <summary>Attention among the tokens of each window, shifted or not, with learned biases for relative positions.</summary>
internal sealed class WindowAttention : Module
{
    private readonly Linear _qkv, _proj;
    private readonly Parameter? _table, _logitScale;
    private readonly ModuleBuffer? _coordinates;
    private readonly ModuleBuffer _rows;
    private readonly Sequential? _positions;
    private readonly int _window, _shift, _heads, _width;
    private WindowPlan? _plan;

    /// <summary>Reads, or creates, <c>qkv</c>, <c>proj</c>, the table of biases, and for version 2 <c>logit_scale</c> and <c>cpb_mlp</c>.</summary>
    public WindowAttention(Weights w, int width, int heads, int window, int shift, bool version2, Initializer start)
        : base(w)
    {
        (_window, _shift, _heads, _width) = (window, shift, heads, width);
        int span = (2 * window) - 1;
        if (version2)
        {
            _logitScale = w.Get("logit_scale", [heads, 1, 1], Init.Constant(Math.Log(10)));
            _coordinates = w.GetBuffer("relative_coords_table", [1, span, span, 2], Windows.Values(Coordinates(window)));
        }
        else
        {
            _table = w.Get("relative_position_bias_table", [span * span, heads], Init.TruncatedNormal(0, 0.02));
        }
        _rows = w.GetBuffer("relative_position_index", [(long)window * window * window * window], Windows.Values(Windows.RelativePositions(window)), DType.Int64);
        _qkv = new(w["qkv"], width, 3 * width, true, start, Init.Zeros);
        _proj = new(w["proj"], width, width, true, start, Init.Zeros);
        if (version2)
        {
            _positions = new(
                w["cpb_mlp"],
                c => new Linear(c, 2, 512, true, Init.TruncatedNormal(0, 0.02), Init.Zeros), c => new ReLU(c),
                c => new Linear(c, 512, heads, false, Init.TruncatedNormal(0, 0.02)));
        }
    }

    /// <summary>x [N, H, W, C]; unchanged.</summary>
    public override Tensor Forward(Tensor x)
    {
        (long height, long width) = (x.Shape[1], x.Shape[2]);
        long padH = (_window - (height % _window)) % _window, padW = (_window - (width % _window)) % _window;
        Tensor map = padH + padW > 0 ? x.Pad([0, 0, 0, padW, 0, padH]) : x;
        (long h, long w) = (map.Shape[1], map.Shape[2]);
        // A window as large as the map has nothing to shift to.
        int shiftH = _window >= h ? 0 : _shift, shiftW = _window >= w ? 0 : _shift;
        long count = h / _window * (w / _window), tokens = (long)_window * _window;

        WindowPlan plan = Plan(h, w, shiftH, shiftW);
        Tensor windows = plan.Cut.Apply(map.Reshape(-1, h * w, _width)).Reshape(-1, count, tokens, _width);    // [N, nW, T, C]
        Tensor bias = PositionBias();
        if (plan.Mask is not null) bias += plan.MaskLike(x);
        Tensor y = _proj.Call(Attend(Project(windows), bias));
        map = plan.Join.Apply(y.Reshape(-1, h * w, _width)).Reshape(-1, h, w, _width);
        return padH + padW > 0 ? map.Narrow(1, 0, height).Narrow(2, 0, width) : map;
    }

    /// <summary>How much each token of a window looks at each other one, for x [N, H, W, C]: [N, windows, heads, T, T], and where the windows lie.</summary>
    public (Tensor Weights, WindowGrid Grid) Weights(Tensor x)
    {
        (long height, long width) = (x.Shape[1], x.Shape[2]);
        long h = height + ((_window - (height % _window)) % _window), w = width + ((_window - (width % _window)) % _window);
        WindowGrid grid = new((int)height, (int)width, (int)h, (int)w, _window, _window >= h ? 0 : _shift, _window >= w ? 0 : _shift);
        Tensor map = x.Pad([0, 0, 0, w - width, 0, h - height]).Roll([-grid.ShiftH, -grid.ShiftW], [1, 2]);
        long count = h / _window * (w / _window), tokens = (long)_window * _window, features = _width / _heads;
        Tensor qkv = Project(map.Reshape(-1, h / _window, _window, w / _window, _window, _width).Permute(0, 1, 3, 2, 4, 5).Reshape(-1, count, tokens, _width))
            .Reshape(-1, count, tokens, 3, _heads, features).Permute(3, 0, 1, 4, 2, 5);                        // [3, N, nW, heads, T, D]
        Tensor q = qkv.Narrow(0, 0, 1).Squeeze(0), k = qkv.Narrow(0, 1, 1).Squeeze(0), bias = PositionBias();
        if (grid.ShiftH + grid.ShiftW > 0) bias += Plan(h, w, grid.ShiftH, grid.ShiftW).MaskLike(x);
        q = _logitScale is null ? q / Math.Sqrt(features) : Normalize(q) * ((Tensor)_logitScale).Clamp(high: Math.Log(100)).Exp();
        if (_logitScale is not null) k = Normalize(k);
        return ((q.MatMul(k.Transpose(-2, -1)) + bias).Softmax(-1), grid);
    }

    /// <summary>qkv [N, nW, T, 3C] -> [N, nW, T, C].</summary>
    private Tensor Attend(Tensor qkv, Tensor bias)
    {
        if (_logitScale is null) return Functional.PackedSelfAttention(qkv, _heads, bias);
        (long count, long tokens) = (qkv.Shape[1], qkv.Shape[2]);
        qkv = qkv.Reshape(-1, count, tokens, 3, _heads, _width / _heads).Permute(3, 0, 1, 4, 2, 5);            // [3, N, nW, heads, T, D]
        Tensor q = Normalize(Part(qkv, 0)) * ((Tensor)_logitScale).Clamp(high: Math.Log(100)).Exp();
        Tensor y = Functional.ScaledDotProductAttention(q, Normalize(Part(qkv, 1)), Part(qkv, 2), bias, scale: 1);
        return y.Transpose(2, 3).Reshape(-1, count, tokens, _width);
    }

    private static Tensor Part(Tensor qkv, int part) => qkv.Narrow(0, part, 1).Squeeze(0);

    private static Tensor Normalize(Tensor x) => x / x.Norm(2, [-1], keepDims: true).Clamp(low: 1e-12);

    /// <summary>Version 2: log-spaced relative coordinates in -8..8, scaled to about -1..1.</summary>
    private static float[] Coordinates(int window)
    {
        int span = (2 * window) - 1;
        float[] table = new float[span * span * 2];
        for (int i = 0; i < span; i++)
        {
            for (int j = 0; j < span; j++)
            {
                table[2 * ((i * span) + j)] = Log(i - (window - 1));
                table[(2 * ((i * span) + j)) + 1] = Log(j - (window - 1));
            }
        }
        return table;

        float Log(int offset)
        {
            float at = (float)offset / (window - 1) * 8;
            return MathF.Sign(at) * MathF.Log2(MathF.Abs(at) + 1) / 3;
        }
    }

    /// <summary>The plan for maps of this size, of which the last is kept.</summary>
    private WindowPlan Plan(long height, long width, int shiftH, int shiftW)
    {
        WindowPlan? plan = _plan;
        return plan is not null && plan.Height == height && plan.Width == width ? plan : _plan = new(height, width, _window, shiftH, shiftW);
    }

    /// <summary>Version 2 has no bias for the keys.</summary>
    private Tensor Project(Tensor x)
    {
        if (_logitScale is null) return _qkv.Call(x);
        Tensor bias = _qkv.Bias!, none = Tensor.Zeros([_width], bias.DType, bias.Backend);
        return Functional.Linear(x, _qkv.Weight, Tensor.Cat([bias.Narrow(0, 0, _width), none, bias.Narrow(0, 2 * _width, _width)]));
    }

    private Tensor PositionBias()
    {
        if (_positions is null) return Windows.Bias(_table!, _rows.Value, _window);
        Tensor table = _positions.Call(_coordinates!.Value).Reshape(-1, _heads);
        return Windows.Bias(table, _rows.Value, _window).Sigmoid() * 16;
    }
}

/// <summary>A map cut into windows: its size, the size padded to whole windows, and how far it is rolled up and left before the cut.</summary>
internal readonly record struct WindowGrid(int Height, int Width, int PaddedHeight, int PaddedWidth, int Window, int ShiftH, int ShiftW)
{
    /// <summary>Number of a token of a window in the map, row by row; -1 in the padding.</summary>
    public int Place(int window, int token)
    {
        int across = PaddedWidth / Window;
        int y = ((window / across * Window) + (token / Window) + ShiftH) % PaddedHeight, x = ((window % across * Window) + (token % Window) + ShiftW) % PaddedWidth;
        return y < Height && x < Width ? (y * Width) + x : -1;
    }
}
