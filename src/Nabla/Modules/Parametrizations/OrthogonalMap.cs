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

    /// <summary>Cayley's map of a skew-symmetric matrix A: (I - A/2)⁻¹·(I + A/2), one linear system instead of an exponential. It reaches every rotation without an eigenvalue of -1.</summary>
    Cayley,
}
