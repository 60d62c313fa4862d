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
}
