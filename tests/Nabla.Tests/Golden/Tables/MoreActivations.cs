namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> MoreActivations() => new()
    {
        ["relu6"] = (x, _) => [Functional.ReLU6(x[0])],
        ["elu"] = (x, a) => [Functional.ELU(x[0], a.Real("alpha", 1))],
        ["selu"] = (x, _) => [Functional.SELU(x[0])],
        ["celu"] = (x, a) => [Functional.CELU(x[0], a.Real("alpha", 1))],
        ["gelu"] = (x, a) => [Functional.GELU(x[0], a.IsText("approximate", "tanh"))],
        ["silu"] = (x, _) => [Functional.SiLU(x[0])],
        ["mish"] = (x, _) => [Functional.Mish(x[0])],
        ["softplus"] = (x, a) => [Functional.Softplus(x[0], a.Real("beta", 1), a.Real("threshold", 20))],
        ["softsign"] = (x, _) => [Functional.Softsign(x[0])],
        ["tanhshrink"] = (x, _) => [Functional.Tanhshrink(x[0])],
        ["hardtanh"] = (x, a) => [Functional.Hardtanh(x[0], a.Real("min_val", -1), a.Real("max_val", 1))],
        ["hardsigmoid"] = (x, _) => [Functional.Hardsigmoid(x[0])],
        ["hardswish"] = (x, _) => [Functional.Hardswish(x[0])],
        ["hardshrink"] = (x, a) => [Functional.Hardshrink(HeldNaN(x[0]), a.Real("lambd", 0.5))],
        ["softshrink"] = (x, a) => [Functional.Softshrink(WithoutNaN(x[0]), a.Real("lambd", 0.5))],
        ["leaky_relu"] = (x, a) => [Functional.LeakyReLU(x[0], a.Real("negative_slope", 0.01))],
        ["threshold"] = (x, a) => [Functional.Threshold(x[0], a.Real("threshold"), a.Real("value"))],
        ["prelu"] = (x, _) => [Functional.PReLU(x[0], x[1])],
        ["glu"] = (x, a) => [Functional.GLU(x[0], a.Int("dim", -1))],
        ["rrelu_eval"] = (x, a) => [Functional.RReLU(x[0], a.Real("lower"), a.Real("upper"))],
        ["softmin"] = (x, a) => [Functional.Softmin(a.Type() is DType type ? x[0].To(type) : x[0], a.Int("dim"))],
        ["dropout_eval"] = (x, a) => [Functional.Dropout(x[0], a.Real("p"), training: false)],
        ["dropout_zero"] = (x, a) => [Functional.Dropout(x[0], a.Real("p"))],
    };

    /// <summary>PyTorch 1.13 lets no gradient through where hardshrink keeps a NaN.</summary>
    private static Tensor HeldNaN(Tensor x) => x.Detach().IsNaN().Where(x.Detach(), x);

    /// <summary>PyTorch 1.13 shrinks NaN to 0; the library keeps it, as later versions of PyTorch do.</summary>
    private static Tensor WithoutNaN(Tensor x) => x.Detach().IsNaN().Where(0, x);
}
