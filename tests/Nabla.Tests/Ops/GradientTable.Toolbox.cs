namespace Nabla.Tests.Ops;

internal static partial class GradientTable
{
    private static IEnumerable<GradientCase> ToolboxActivations()
    {
        yield return One("swish", x => Functional.Swish(x, 1.3));
        yield return Two("swish with a learned sharpness", (x, b) => Functional.Swish(x, b), b: Positive(3));
        yield return One("quick gelu", x => Functional.QuickGELU(x));
        yield return One("squared relu", x => Functional.SquaredReLU(x));
        yield return One("tanhexp", x => Functional.TanhExp(x));
        yield return One("serf", x => Functional.Serf(x));
        yield return One("hard mish", x => Functional.HardMish(x * 3));
        yield return One("snake", x => Functional.Snake(x, 0.7));
        yield return Two("snake with learned frequencies", (x, a) => Functional.Snake(x, a), b: Positive(3));
        yield return One("sine", x => Functional.Sine(x, 2));
        yield return One("smu", x => Functional.SMU(x, 0.25, 1.3));
        yield return Two("smu with a learned sharpness", (x, m) => Functional.SMU(x, m), b: Positive(3));
        yield return Three("acon", (x, p, b) => Functional.ACON(x, p, p * 0.3, b), Values(2, 3), Positive(3), Values(3));
        yield return Three("pau", (x, a, b) => Functional.PAU(x, a, b), Values(2, 3), Values(4), Positive(3));
        foreach ((GateActivation hidden, GateActivation gate) in new[] { (GateActivation.ReLU, GateActivation.Sigmoid), (GateActivation.SiLU, GateActivation.Hardsigmoid), (GateActivation.Sigmoid, GateActivation.SiLU) })
        {
            yield return new($"squeeze and excitation, {hidden} and {gate}", x => Functional.SqueezeExcitation(x[0], x[1], x[2], x[3], x[4], hidden, gate),
                [Values(2, 3, 2, 2), Values(2, 3), Values(2) * 0.7, Values(3, 2) * 1.1, Values(3)]);
        }
        yield return One("bilinear glu", x => Functional.BilinearGLU(x, 0));
        yield return One("reglu", x => Functional.ReGLU(x, 0));
        yield return One("geglu", x => Functional.GEGLU(x, 0));
        yield return One("swiglu", x => Functional.SwiGLU(x, 0));
        yield return One("maxout", x => Functional.Maxout(x, 3).Square());
        yield return One("crelu", x => Functional.CReLU(x).Square());
        yield return Two("frelu", (x, c) => Functional.FReLU(x, c).Square(), b: Values(2, 3) * 0.31);
        yield return One("sparsemax", x => Functional.Sparsemax(x).Square(), Values(2, 4) * 0.6);
        yield return One("entmax 1.5", x => Functional.Entmax(x, 1.5, 0).Square(), Values(4, 2) * 0.6);
        yield return One("entmax 1.3", x => Functional.Entmax(x, 1.3).Square(), Values(2, 4) * 0.3);
    }

    private static IEnumerable<GradientCase> Upsampling()
    {
        Tensor image = Values(1, 2, 3, 4);
        yield return One("interpolate linear", x => Functional.Interpolate(x, (5, 6), mode: InterpolateMode.Linear).Square(), image);
        yield return One("interpolate cubic", x => Functional.Interpolate(x, (2, 7), mode: InterpolateMode.Cubic, alignCorners: true).Square(), image);
        yield return One("interpolate antialiased", x => Functional.Interpolate(x, (2, 2), mode: InterpolateMode.Linear, antialias: true).Square(), image);
        yield return One("pixel shuffle", x => Functional.PixelShuffle(x, 2).Square(), Values(1, 4, 2, 2));
        yield return One("pixel unshuffle", x => Functional.PixelUnshuffle(x, 2).Square(), Values(1, 1, 2, 4));
        yield return Two("grid sample", (x, g) => Functional.GridSample(x, g), image, Values(1, 2, 2, 2) * 0.37);
        yield return Two("grid sample cubic", (x, g) => Functional.GridSample(x, g, InterpolateMode.Cubic, GridPadding.Reflection), image, Values(1, 2, 2, 2) * 0.37);
        yield return One("affine grid", t => Functional.AffineGrid(t, [1, 1, 2, 3]).Square(), Values(1, 2, 3));
        yield return Two("carafe", (x, k) => Functional.CARAFE(x, k.Softmax(1), 2), Values(1, 1, 2, 2), Values(1, 9, 4, 4) * 0.01);
    }

    private static IEnumerable<GradientCase> MoreNormalization()
    {
        Tensor u = Tensor.Of([0.6, 0.8], [2]);
        yield return Two("scale norm", (x, g) => Functional.ScaleNorm(x, g), b: Positive(1));
        yield return Two("cosine linear", (x, w) => Functional.CosineLinear(x, w, 2), b: Values(2, 3) * 0.31);
        yield return Three("adain", (x, m, d) => Functional.AdaIN(x, m, d), Values(1, 2, 3), Values(1, 2), Positive(1, 2));
        yield return Two("weight norm", (v, g) => Functional.WeightNorm(v, g), b: Positive(2, 1));
        // The singular vectors count as constants, which only the first derivative allows.
        yield return One("spectral norm", w => Functional.SpectralNorm(w, u, 0)) with { Twice = false };
        yield return Three("ntk linear", (x, w, b) => Functional.NTKLinear(x, w, b), Values(2, 3), Values(2, 3) * 0.31, Values(2));
        yield return Two("residual", (x, f) => Functional.Residual(x, f, 1.7).Square(), b: Values(2, 3) * 0.31);
    }
}
