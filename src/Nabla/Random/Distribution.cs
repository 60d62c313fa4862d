namespace Nabla;

/// <summary>Distributions of which each number takes one draw.</summary>
internal enum Distribution
{
    /// <summary>Waiting times of rate a.</summary>
    Exponential,

    /// <summary>Trials up to the first success of probability a.</summary>
    Geometric,

    /// <summary>e to the power of normal numbers of mean a and deviation b.</summary>
    LogNormal,

    /// <summary>Median a, scale b.</summary>
    Cauchy,
}
