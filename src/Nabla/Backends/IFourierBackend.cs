namespace Nabla;

/// <summary>Fourier transforms along the last axis of contiguous float32 or float64 tensors; complex ones have a further axis of 2.</summary>
[Export("backends.IFourierBackend")]
public interface IFourierBackend
{
    /// <summary>y = scale·Σ x·exp(∓2πi·k·t/n), x and y [..., N, 2].</summary>
    void Fourier(Tensor x, Tensor y, bool inverse, double scale);

    /// <summary>The first n/2 + 1 values y [..., N/2 + 1, 2] for real x [..., N].</summary>
    void RealFourier(Tensor x, Tensor y, double scale);

    /// <summary>Real y [..., N] of the first n/2 + 1 values x [..., N/2 + 1, 2], with positive exponent.</summary>
    void InverseRealFourier(Tensor x, Tensor y, double scale);
}
