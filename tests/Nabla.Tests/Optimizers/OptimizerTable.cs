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
        ["Rprop"] = (groups, a) => new Rprop(groups, new(
            a.Real("lr"), Pair(a, "etas", 0, 0.5), Pair(a, "etas", 1, 1.2), Pair(a, "step_sizes", 0, 1e-6), Pair(a, "step_sizes", 1, 50), a.Flag("maximize"))),
        ["ASGD"] = (groups, a) => new ASGD(groups, new(a.Real("lr"), a.Real("lambd", 1e-4), a.Real("alpha", 0.75), a.Real("t0", 1e6), a.Real("weight_decay"), a.Flag("maximize"))),
        ["SparseAdam"] = (groups, a) => new SparseAdam(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps", 1e-8), a.Flag("maximize"))),
        ["Lion"] = (groups, a) => new Lion(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("weight_decay"), a.Flag("maximize"))),
        ["RMSpropTF"] = (groups, a) => new RMSpropTF(groups, new(a.Real("lr"), a.Real("alpha"), a.Real("eps"), a.Real("weight_decay"), a.Real("momentum"), a.Flag("centered"),
            a.Flag("decoupled_decay"), a.Flag("lr_in_momentum"), a.Flag("maximize"))),
        ["LAMB"] = (groups, a) => new LAMB(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps"), a.Real("weight_decay"), a.Real("max_trust", double.PositiveInfinity), a.Flag("maximize"))),
        ["LARS"] = (groups, a) => new LARS(groups, new(a.Real("lr"), a.Real("momentum"), a.Real("dampening"), a.Real("weight_decay"), a.Flag("nesterov"), a.Real("trust_coeff"), a.Real("eps"), a.Flag("maximize"))),
        ["Adafactor"] = (groups, a) => new Adafactor(groups, new(a.Real("lr"), Pair(a, "eps", 0, 1e-30), Pair(a, "eps", 1, 1e-3), a.Real("clip_threshold"), a.Real("decay_rate"), a.Real("beta1"), a.Real("weight_decay"),
            a.Flag("scale_parameter"), a.Flag("relative_step"), a.Flag("warmup_init"), a.Flag("maximize"))),
        ["AdamW8bit"] = (groups, a) => new AdamW8bit(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps"), a.Real("weight_decay"), (int)a.Real("block_size"), (int)a.Real("min_8bit_size"), a.Flag("maximize"))),
        ["Muon"] = (groups, a) => new Muon(groups, new(a.Real("lr"), a.Real("weight_decay"), a.Real("momentum"), a.Flag("nesterov"), (int)a.Real("ns_steps"),
            a.Text("adjust_lr_fn") == "original" ? MuonScale.Original : MuonScale.MatchRmsAdamW, a.Real("eps"), Beta(a, 0), Beta(a, 1), a.Flag("matrices"), a.Flag("maximize"))),
        ["RAdam"] = (groups, a) => new RAdam(groups, new(a.Real("lr"), Beta(a, 0), Beta(a, 1), a.Real("eps", 1e-8), a.Real("weight_decay"))),
    };

    private static double Pair(GoldenArgs a, string name, int index, double otherwise) => a.Has(name) ? a.Raw(name)[index].GetDouble() : otherwise;

    private static double Beta(GoldenArgs a, int index) => a.Has("betas") ? a.Raw("betas")[index].GetDouble() : index == 0 ? 0.9 : 0.999;
}
