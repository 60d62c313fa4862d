namespace Nabla;

public static partial class Fourier
{
    // Below this the sum of squared windows divides noise rather than signal.
    private const double LeastEnvelope = 1e-11;

    /// <summary>Short-time transform: the spectra of windows that slide over a real signal.</summary>
    /// <param name="x">Signals [..., samples].</param>
    /// <param name="points">Samples of a frame, and length of its transform.</param>
    /// <param name="hop">Distance of frames; a quarter of <paramref name="points"/> when omitted.</param>
    /// <param name="windowLength">Length of the window, at most <paramref name="points"/>; it stands in the middle of the frame. All of the frame when omitted.</param>
    /// <param name="window">Weights [windowLength]; ones when omitted. <c>Tensor.HannWindow</c> and its like make good ones.</param>
    /// <param name="center">Pad half a frame on both sides, so that frame t is centred on sample t·hop?</param>
    /// <param name="padding">What the padding holds.</param>
    /// <param name="normalized">Divide by √points?</param>
    /// <param name="onesided">Only the points/2 + 1 bins that determine the others?</param>
    /// <returns>Complex [..., bins, frames, 2].</returns>
    /// <exception cref="ShapeMismatchException">The signal is shorter than a frame, or the window has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or the hop is out of range.</exception>
    [Export("stft", "Tensor.stft")]
    public static Tensor Stft(
        Tensor x, long points, long? hop = null, long? windowLength = null, Tensor? window = null, bool center = true, PadMode padding = PadMode.Reflect, bool normalized = false, bool onesided = true)
    {
        Tensor signal = Floating(x, 1, "Stft");
        Frames frames = new("Stft", points, hop, windowLength, window, signal);
        Tensor flat = signal.Reshape(-1, 1, x.Shape[^1]);
        if (center) flat = flat.Pad([points / 2, points / 2], padding);
        if (flat.Shape[^1] < points) throw new ShapeMismatchException($"Stft needs at least the {points} samples of one frame; got {flat.Shape[^1]} in shape {x.Shape}.", nameof(x));
        Tensor windows = flat.Squeeze(1).Unfold(-1, points, frames.Hop) * frames.Window;
        FourierNorm norm = normalized ? FourierNorm.Ortho : FourierNorm.Backward;
        Tensor spectra = onesided ? Rfft(windows, norm: norm) : Fft(Complex(windows), norm: norm);
        Tensor y = spectra.Transpose(1, 2);
        return y.Reshape([.. x.Shape.Span[..^1], .. y.Shape.Span[1..]]);
    }

    /// <summary>The signal whose <see cref="Stft"/> is given: frames are transformed back, weighted, added where they overlap, and divided by the sum of the squared windows.</summary>
    /// <param name="x">Complex [..., bins, frames, 2].</param>
    /// <param name="points">Samples of a frame.</param>
    /// <param name="hop">Distance of frames; a quarter of <paramref name="points"/> when omitted.</param>
    /// <param name="windowLength">Length of the window; all of the frame when omitted.</param>
    /// <param name="window">The weights that <see cref="Stft"/> used; ones when omitted.</param>
    /// <param name="center">Was the signal padded by half a frame on both sides?</param>
    /// <param name="normalized">Was it divided by √points?</param>
    /// <param name="onesided">Are there points/2 + 1 bins, rather than all? Of all, the others are not read.</param>
    /// <param name="length">Samples of the result, cut or filled with zeros; all that the frames cover when omitted.</param>
    /// <returns>Signals [..., samples].</returns>
    /// <exception cref="ShapeMismatchException">The bins do not fit <paramref name="points"/>, or the window has another length.</exception>
    /// <exception cref="ArgumentException">The windows leave a sample without weight, so that it cannot be recovered.</exception>
    [Export("istft", "Tensor.istft")]
    public static Tensor Istft(
        Tensor x, long points, long? hop = null, long? windowLength = null, Tensor? window = null, bool center = true, bool normalized = false, bool onesided = true, long? length = null)
    {
        Tensor spectra = Floating(Pairs(x, "Istft"), 3, "Istft");
        Frames frames = new("Istft", points, hop, windowLength, window, spectra);
        long bins = onesided ? (points / 2) + 1 : points, count = x.Shape[^2];
        if (x.Shape[^3] != bins || count < 1) throw new ShapeMismatchException($"Istft of {points} points expects [..., {bins}, frames, 2]; got {x.Shape}.", nameof(x));
        if (length < 1) throw new ArgumentOutOfRangeException(nameof(length), length, "The result must have at least one sample.");
        Tensor flat = spectra.Reshape(-1, bins, count, 2).Transpose(1, 2);
        FourierNorm norm = normalized ? FourierNorm.Ortho : FourierNorm.Backward;
        // The signal is real: of all bins the first half says everything.
        Tensor windows = Irfft(onesided ? flat : flat.Narrow(2, 0, (points / 2) + 1), points, norm: norm) * frames.Window;
        long covered = points + (frames.Hop * (count - 1)), start = center ? points / 2 : 0;
        long end = length is { } wanted ? start + wanted : center ? covered - (points / 2) : covered, stop = Math.Min(end, covered);
        if (stop <= start) throw new ShapeMismatchException($"Istft of {count} frames of {points} points leaves no sample.", nameof(x));
        Tensor sum = Overlapped(windows, frames.Hop, covered).Narrow(-1, start, stop - start);
        Tensor envelope = Overlapped(frames.Window.Square().Expand(1, count, points), frames.Hop, covered).Narrow(-1, start, stop - start);
        double least = envelope.Detach().Abs().Amin().Item();
        if (!(least >= LeastEnvelope)) throw new ArgumentException($"The squared windows add up to {least} somewhere; every sample must be covered by a window that is not zero.", nameof(window));
        Tensor y = sum / envelope;
        if (end > covered) y = y.Pad([0, end - covered]);
        return y.Reshape([.. x.Shape.Span[..^3], y.Shape[^1]]);
    }

    /// <summary>Frames [B, frames, points] added up where they lie: [B, covered]. The adjoint of unfolding.</summary>
    private static Tensor Overlapped(Tensor frames, long hop, long covered) =>
        new ViewAdjointOp(new UnfoldOp(1, frames.Shape[^1], hop), new Shape(frames.Shape[0], covered)).Apply(frames);

    /// <summary>The checked arguments that both directions share.</summary>
    private readonly struct Frames
    {
        public Frames(string op, long points, long? hop, long? windowLength, Tensor? window, Tensor like)
        {
            if (points < 1) throw new ArgumentOutOfRangeException(nameof(points), points, $"{op} needs frames of at least one sample.");
            Hop = hop ?? Math.Max(1, points / 4);
            if (Hop < 1) throw new ArgumentOutOfRangeException(nameof(hop), hop, $"{op}'s frames must be at least one sample apart.");
            long length = windowLength ?? points;
            if (length < 1 || length > points) throw new ArgumentOutOfRangeException(nameof(windowLength), windowLength, $"{op}'s window must have 1..{points} samples.");
            if (window is not null && window.Shape != new Shape(length)) throw new ShapeMismatchException($"{op} expects a window of shape [{length}]; got {window.Shape}.", nameof(window));
            Tensor weights = window?.To(like.DType) ?? Tensor.Ones([length], like.DType, like.Backend);
            long before = (points - length) / 2;
            Window = length == points ? weights : weights.Pad([before, points - length - before]);
        }

        public long Hop { get; }

        /// <summary>[points].</summary>
        public Tensor Window { get; }
    }
}
