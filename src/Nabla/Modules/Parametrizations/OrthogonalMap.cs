namespace Nabla;

/// <summary>How an orthogonal matrix comes about from free numbers.</summary>
[Export("nn.utils.parametrizations.OrthogonalMap")]
public enum OrthogonalMap
{
    /// <summary>The exponential of a skew-symmetric matrix for square weights, Householder's reflections for others.</summary>
    Automatic,

    /// <summary>The exponential of a skew-symmetric matrix.</summary>
    MatrixExponential,

    /// <summary>A product of reflections.</summary>
    Householder,
}
