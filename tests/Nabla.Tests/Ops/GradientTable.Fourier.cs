namespace Nabla.Tests.Ops;

internal static partial class GradientTable
{
    private static IEnumerable<GradientCase> Transforms()
    {
        yield return One("fft", x => Fourier.Fft(x).Square(), Values(2, 5, 2));
        yield return One("ifft", x => Fourier.Ifft(x, 4, 0).Square(), Values(3, 2, 2));
        yield return One("rfft even", x => Fourier.Rfft(x).Square(), Values(2, 6));
        yield return One("rfft odd", x => Fourier.Rfft(x).Square(), Values(2, 5));
        yield return One("irfft even", x => Fourier.Irfft(x).Square(), Values(2, 4, 2));
        yield return One("irfft odd", x => Fourier.Irfft(x, 5).Square(), Values(2, 3, 2));
        yield return One("hfft", x => Fourier.Hfft(x).Square(), Values(3, 2));
        yield return One("irfftn", x => Fourier.IrfftN(x).Square(), Values(2, 3, 2));
        yield return Two("stft", (x, w) => Fourier.Stft(x, 4, 2, window: w).Square(), Values(2, 9), Values(4));
        yield return Two("istft", (x, w) => Fourier.Istft(x, 4, 1, window: w.Square() + 0.5), Values(3, 4, 2), Values(4));
        yield return Two("convolution by fft", Fourier.Convolve, Values(2, 5), Values(3));
    }
}
