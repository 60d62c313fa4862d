namespace Nabla;

/// <summary>Where a residual block normalises and how it weighs its branches f.</summary>
[Export("nn.ResidualStyle")]
public enum ResidualStyle
{
    /// <summary>LN(x + f(x)). Vaswani et al. (2017).</summary>
    Post,

    /// <summary>x + f(LN(x)). Xiong et al. (2020).</summary>
    Pre,

    /// <summary>x + LN(f(LN(x))). Ding et al. (2021).</summary>
    Sandwich,

    /// <summary>x + out(LN(in(LN(x)))): a second normalisation inside the branch, before its last layer. Wang et al. (2022), Magneto.</summary>
    SubLayerNorm,

    /// <summary>LN(alpha·x + f(x)) with alpha from <see cref="DepthScales.DeepNorm"/>. Wang et al. (2022).</summary>
    DeepNorm,

    /// <summary>x + Σ f(LN(x)): all branches side by side after one normalisation. Wang and Komatsuzaki (2021).</summary>
    Parallel,

    /// <summary>LN(omega·x + f(x)) with a learned vector omega. Liu et al. (2020), Admin.</summary>
    Admin,

    /// <summary>x + alpha·f(x) with a learned alpha that begins at 0 and no normalisation. Bachlechner et al. (2020); De and Smith (2020) call it SkipInit.</summary>
    ReZero,
}
