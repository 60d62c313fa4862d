namespace Nabla;

/// <summary>A residual block of any style: the same branches, normalised and weighed as <see cref="ResidualStyle"/> says.</summary>
/// <remarks>The stream is [..., width]; branches keep its shape. Initial weights of branches are the caller's, or <see cref="DepthScales"/>'.</remarks>
[Export("nn.ResidualBlock")]
[FunctionalTwin(nameof(Nabla.Functional.Residual))]
public sealed class ResidualBlock : Module
{
    private readonly List<Part> _parts = [];
    private readonly ResidualStyle _style;
    private readonly Module? _shared;
    private readonly double _alpha;

    /// <summary>Creates <c>branches.i.{in,out,norm,inner,omega,alpha}</c>, as far as the style has them, and <c>norm</c> for parallel branches.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">Width of the stream.</param>
    /// <param name="style">Where to normalise.</param>
    /// <param name="branches">One or more.</param>
    /// <param name="norm">Makes a normalisation of a given width; LayerNorm when omitted.</param>
    /// <param name="depth">Blocks of the whole model, for DeepNorm.</param>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public ResidualBlock(Weights w, int width, ResidualStyle style, IReadOnlyList<ResidualBranch> branches, Func<Weights, int, Module>? norm = null, int depth = 1)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(branches);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (branches.Count == 0) throw new ArgumentException("A residual block needs a branch.", nameof(branches));
        norm ??= (place, extent) => new LayerNorm(place, [extent]);
        (_style, _alpha) = (style, style == ResidualStyle.DeepNorm ? DepthScales.DeepNorm(depth).Alpha : 1);
        if (style == ResidualStyle.Parallel) _shared = norm(w["norm"], width);
        for (int i = 0; i < branches.Count; i++)
        {
            Weights place = w["branches"][i];
            ResidualBranch branch = branches[i];
            _parts.Add(new(
                branch.In(place["in"]),
                branch.Out(place["out"]),
                style is ResidualStyle.Parallel or ResidualStyle.ReZero ? null : norm(place["norm"], width),
                style == ResidualStyle.SubLayerNorm ? norm(place["inner"], branch.Width) : style == ResidualStyle.Sandwich ? norm(place["inner"], width) : null,
                style == ResidualStyle.Admin ? place.Get("omega", [width], Init.Ones) : style == ResidualStyle.ReZero ? place.Get("alpha", [1], Init.Zeros) : null));
        }
    }

    /// <summary>The learned factors of Admin (of the stream, [width]) or ReZero (of the branch, [1]), a branch each; empty for other styles.</summary>
    public IEnumerable<Parameter> Factors => _parts.Select(part => part.Factor).OfType<Parameter>();

    /// <summary>x [..., width]; unchanged.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (_style == ResidualStyle.Parallel)
        {
            Tensor normal = _shared!.Call(x);
            foreach (Part part in _parts) x += part.Branch(normal, null);
            return x;
        }
        foreach (Part part in _parts)
        {
            x = _style switch
            {
                ResidualStyle.Post => part.Norm!.Call(x + part.Branch(x, null)),
                ResidualStyle.Pre => x + part.Branch(part.Norm!.Call(x), null),
                ResidualStyle.Sandwich => x + part.Inner!.Call(part.Branch(part.Norm!.Call(x), null)),
                ResidualStyle.SubLayerNorm => x + part.Branch(part.Norm!.Call(x), part.Inner),
                ResidualStyle.DeepNorm => part.Norm!.Call(Nabla.Functional.Residual(x, part.Branch(x, null), _alpha)),
                ResidualStyle.Admin => part.Norm!.Call((x * part.Factor!) + part.Branch(x, null)),
                _ => x + (part.Branch(x, null) * part.Factor!),
            };
        }
        return x;
    }

    private sealed record Part(Module In, Module Out, Module? Norm, Module? Inner, Parameter? Factor)
    {
        public Tensor Branch(Tensor x, Module? between)
        {
            Tensor y = In.Call(x);
            return Out.Call(between is null ? y : between.Call(y));
        }
    }
}
