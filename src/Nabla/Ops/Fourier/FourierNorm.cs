namespace Nabla;

/// <summary>Where a Fourier transform of length n is divided.</summary>
[Export("fft.Norm")]
public enum FourierNorm
{
    /// <summary>The inverse by n.</summary>
    Backward,

    /// <summary>Both directions by √n.</summary>
    Ortho,

    /// <summary>The forward transform by n.</summary>
    Forward,
}
