namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Activations() => new()
    {
        ["relu"] = (x, _) => [x[0].Relu()],
        ["tanh"] = (x, _) => [x[0].Tanh()],
        ["sigmoid"] = (x, _) => [x[0].Sigmoid()],
        ["logsigmoid"] = (x, _) => [x[0].LogSigmoid()],
    };
}
