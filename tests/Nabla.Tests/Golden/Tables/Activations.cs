namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Activations() => new()
    {
        ["relu"] = (x, _) => [x[0].Relu()],
        ["tanh"] = (x, _) => [x[0].Tanh()],
        ["sigmoid"] = (x, _) => [x[0].Sigmoid()],
        ["softmax"] = (x, a) => [(a.Type() is DType type ? x[0].To(type) : x[0]).Softmax(a.Int("dim"))],
        ["log_softmax"] = (x, a) => [(a.Type() is DType type ? x[0].To(type) : x[0]).LogSoftmax(a.Int("dim"))],
        ["logsigmoid"] = (x, _) => [x[0].LogSigmoid()],
    };
}
