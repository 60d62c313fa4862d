namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Transforms() => new()
    {
        ["fft"] = (x, a) => [Fourier.Fft(x[0], Points(a), a.Int("dim", -1), Normalised(a))],
        ["ifft"] = (x, a) => [Fourier.Ifft(x[0], Points(a), a.Int("dim", -1), Normalised(a))],
        ["rfft"] = (x, a) => [Fourier.Rfft(x[0], Points(a), a.Int("dim", -1), Normalised(a))],
        ["irfft"] = (x, a) => [Fourier.Irfft(x[0], Points(a), a.Int("dim", -1), Normalised(a))],
        ["hfft"] = (x, a) => [Fourier.Hfft(x[0], Points(a), a.Int("dim", -1), Normalised(a))],
        ["ihfft"] = (x, a) => [Fourier.Ihfft(x[0], Points(a), a.Int("dim", -1), Normalised(a))],
        ["fftn"] = (x, a) => [Fourier.FftN(x[0], Sizes(a), a.OptionalInts("dim"), Normalised(a))],
        ["ifftn"] = (x, a) => [Fourier.IfftN(x[0], Sizes(a), a.OptionalInts("dim"), Normalised(a))],
        ["rfftn"] = (x, a) => [Fourier.RfftN(x[0], Sizes(a), a.OptionalInts("dim"), Normalised(a))],
        ["irfftn"] = (x, a) => [Fourier.IrfftN(x[0], Sizes(a), a.OptionalInts("dim"), Normalised(a))],
        ["stft"] = (x, a) => [Fourier.Stft(
            x[0], a.Long("n_fft"), a.Has("hop_length") ? a.Long("hop_length") : null, a.Has("win_length") ? a.Long("win_length") : null, x[1], a.Flag("center", true),
            Enum.Parse<PadMode>(a.Text("pad_mode", "reflect"), ignoreCase: true), a.Flag("normalized", false), a.Flag("onesided", true))],
        ["istft"] = (x, a) => [Fourier.Istft(
            x[0], a.Long("n_fft"), a.Has("hop_length") ? a.Long("hop_length") : null, a.Has("win_length") ? a.Long("win_length") : null, x[1], a.Flag("center", true),
            a.Flag("normalized", false), a.Flag("onesided", true), a.Has("length") ? a.Long("length") : null)],
        ["kaiser_window"] = (_, a) => [Tensor.KaiserWindow(a.Long("window_length"), a.Flag("periodic", true), a.Real("beta"), DType.Float64)],
        ["fftshift"] = (x, a) => [Fourier.Shift(x[0], a.OptionalInts("dim") ?? [])],
        ["ifftshift"] = (x, a) => [Fourier.Unshift(x[0], a.OptionalInts("dim") ?? [])],
        ["fftfreq"] = (_, a) => [Fourier.FftFrequencies(a.Long("n"), a.Real("d"))],
        ["rfftfreq"] = (_, a) => [Fourier.RfftFrequencies(a.Long("n"), a.Real("d"))],
    };

    private static long? Points(GoldenArgs a) => a.Has("n") ? a.Long("n") : null;

    private static long[]? Sizes(GoldenArgs a) => a.Has("s") ? a.Longs("s") : null;

    private static FourierNorm Normalised(GoldenArgs a) => Enum.Parse<FourierNorm>(a.Text("norm", "backward"), ignoreCase: true);
}
