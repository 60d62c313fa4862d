using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>Makes optimisers by PyTorch's names and arguments.</summary>
internal static class OptimizerTable
{
    public static IReadOnlyDictionary<string, Func<IEnumerable<ParameterGroup>, GoldenArgs, Optimizer>> Lines { get; } = new Dictionary<string, Func<IEnumerable<ParameterGroup>, GoldenArgs, Optimizer>>
    {
        ["SGD"] = (groups, a) => new SGD(groups, new(
            a.Real("lr"), a.Real("momentum"), a.Real("dampening"), a.Real("weight_decay"), a.Flag("nesterov"), a.Flag("maximize"))),
        ["Adam"] = (groups, a) => new Adam(groups, new(
            a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps", 1e-8), a.Real("weight_decay"), a.Flag("amsgrad"), a.Flag("maximize"))),
        ["AdamW"] = (groups, a) => new AdamW(groups, new(
            a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps", 1e-8), a.Real("weight_decay", 0.01), a.Flag("amsgrad"), a.Flag("maximize"))),
        ["RMSprop"] = (groups, a) => new RMSprop(groups, new(
            a.Real("lr"), a.Real("alpha", 0.99), a.Real("eps", 1e-8), a.Real("weight_decay"), a.Real("momentum"), a.Flag("centered"), a.Flag("maximize"))),
        ["Adagrad"] = (groups, a) => new Adagrad(groups, new(
            a.Real("lr"), a.Real("lr_decay"), a.Real("weight_decay"), a.Real("initial_accumulator_value"), a.Real("eps", 1e-10), a.Flag("maximize"))),
        ["Adadelta"] = (groups, a) => new Adadelta(groups, new(a.Real("lr"), a.Real("rho", 0.9), a.Real("eps", 1e-6), a.Real("weight_decay"), a.Flag("maximize"))),
        ["Adamax"] = (groups, a) => new Adamax(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps", 1e-8), a.Real("weight_decay"), a.Flag("maximize"))),
        ["NAdam"] = (groups, a) => new NAdam(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps", 1e-8), a.Real("weight_decay"), a.Real("momentum_decay", 4e-3))),
        ["RAdam"] = (groups, a) => new RAdam(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps", 1e-8), a.Real("weight_decay"))),
    };

    private static double Beta(GoldenArgs a, int index) => a.Has("betas") ? a.Raw("betas")[index].GetDouble() : index == 0 ? 0.9 : 0.999;
}
