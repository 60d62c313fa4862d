namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> ToolboxActivations() => new()
    {
        ["quick_gelu"] = (x, _) => [Functional.QuickGELU(x[0])],
        ["swish"] = (x, a) => [Functional.Swish(x[0], a.Real("beta"))],
        ["squared_relu"] = (x, _) => [Functional.SquaredReLU(x[0])],
        ["tanhexp"] = (x, _) => [Functional.TanhExp(x[0])],
        ["serf"] = (x, _) => [Functional.Serf(x[0])],
        ["hard_mish"] = (x, _) => [Functional.HardMish(x[0])],
        ["snake"] = (x, a) => [Functional.Snake(x[0], a.Real("alpha"))],
        ["sine"] = (x, a) => [Functional.Sine(x[0], a.Real("omega"))],
        ["smu"] = (x, a) => [Functional.SMU(x[0], mu: a.Real("mu"))],
        ["swish_learned"] = (x, _) => [Functional.Swish(x[0], x[1])],
        ["snake_learned"] = (x, _) => [Functional.Snake(x[0], x[1])],
        ["smu_learned"] = (x, _) => [Functional.SMU(x[0], x[1])],
        ["acon"] = (x, _) => [Functional.ACON(x[0], x[1], x[2], x[3])],
        ["pau"] = (x, _) => [Functional.PAU(x[0], x[1], x[2])],
        ["bilinear_glu"] = (x, a) => [Functional.BilinearGLU(x[0], a.Int("dim"))],
        ["reglu"] = (x, a) => [Functional.ReGLU(x[0], a.Int("dim"))],
        ["geglu"] = (x, a) => [Functional.GEGLU(x[0], a.Int("dim"))],
        ["swiglu"] = (x, a) => [Functional.SwiGLU(x[0], a.Int("dim"))],
        ["squeeze_excitation"] = (x, a) => [Functional.SqueezeExcitation(x[0]!, x[1]!, x[2]!, x[3]!, x[4]!, Enum.Parse<GateActivation>(a.Text("hidden")), Enum.Parse<GateActivation>(a.Text("gate")))],
        ["crelu"] = (x, a) => [Functional.CReLU(x[0], a.Int("dim"))],
        ["maxout"] = (x, a) => [Functional.Maxout(x[0], a.Int("pieces"))],
        ["sparsemax"] = (x, a) => [Functional.Sparsemax(x[0], a.Int("dim"))],
        ["entmax1.5"] = (x, a) => [Functional.Entmax(x[0], 1.5, a.Int("dim"))],
        ["entmax1.25"] = (x, a) => [Functional.Entmax(x[0], 1.25, a.Int("dim"))],
        ["entmax3.0"] = (x, a) => [Functional.Entmax(x[0], 3, a.Int("dim"))],
    };
}
