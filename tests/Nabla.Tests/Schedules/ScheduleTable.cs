using Nabla.Tests.Golden;

namespace Nabla.Tests.Schedules;

/// <summary>Makes schedules by PyTorch's names and arguments.</summary>
internal static class ScheduleTable
{
    public static IReadOnlyDictionary<string, Func<Optimizer, GoldenArgs, Schedule>> Lines { get; } = new Dictionary<string, Func<Optimizer, GoldenArgs, Schedule>>
    {
        ["StepLR"] = (o, a) => new StepLR(o, a.Long("step_size"), a.Real("gamma", 0.1)),
        ["MultiStepLR"] = (o, a) => new MultiStepLR(o, a.Longs("milestones"), a.Real("gamma", 0.1)),
        ["ConstantLR"] = (o, a) => new ConstantLR(o, a.Real("factor", 1.0 / 3), a.Long("total_iters", 5)),
        ["LinearLR"] = (o, a) => new LinearLR(o, a.Real("start_factor", 1.0 / 3), a.Real("end_factor", 1), a.Long("total_iters", 5)),
        ["ExponentialLR"] = (o, a) => new ExponentialLR(o, a.Real("gamma")),
        ["PolynomialLR"] = (o, a) => new PolynomialLR(o, a.Long("total_iters", 5), a.Real("power", 1)),
        ["CosineAnnealingLR"] = (o, a) => new CosineAnnealingLR(o, a.Long("T_max"), a.Real("eta_min")),
        ["CosineAnnealingWarmRestarts"] = (o, a) => new CosineAnnealingWarmRestarts(o, a.Long("T_0"), a.Int("T_mult", 1), a.Real("eta_min")),
        ["CyclicLR"] = (o, a) => new CyclicLR(o, a.Real("base_lr"), a.Real("max_lr"), a.Long("step_size_up", 2000), a.Has("step_size_down") ? a.Long("step_size_down") : null,
            a.Text("mode", "triangular") switch { "triangular2" => CyclicMode.Triangular2, "exp_range" => CyclicMode.ExponentialRange, _ => CyclicMode.Triangular },
            a.Real("gamma", 1), cycleMomentum: false),
        ["OneCycleLR"] = (o, a) => new OneCycleLR(o, a.Real("max_lr"), a.Has("total_steps") ? a.Long("total_steps") : a.Long("epochs") * a.Long("steps_per_epoch"), a.Real("pct_start", 0.3),
            a.Text("anneal_strategy", "cos") == "linear" ? Annealing.Linear : Annealing.Cosine, a.Flag("cycle_momentum", true), a.Real("base_momentum", 0.85), a.Real("max_momentum", 0.95),
            a.Real("div_factor", 25), a.Real("final_div_factor", 1e4), a.Flag("three_phase")),
        ["WarmupPolynomial"] = (o, a) => new WarmUp(o, a.Long("warmup"), new PolynomialLR(o, a.Long("total") - a.Long("warmup"), a.Real("power"))),
        ["Noam"] = (o, a) => new Noam(o, a.Long("d_model"), a.Long("warmup")),
        ["MultiplicativeLR"] = (o, a) => new MultiplicativeLR(o, k => a.Real("a") + (a.Real("b") * Math.Sin(k))),
        ["SWALR"] = (o, a) => new SWALR(o, a.Real("swa_lr"), a.Long("anneal_epochs"), a.Text("anneal_strategy", "cos") == "linear" ? Annealing.Linear : Annealing.Cosine),
        ["ExponentialDecay"] = (o, a) => new ExponentialDecay(o, a.Long("decay_steps"), a.Real("decay_rate"), a.Flag("staircase")),
        ["InverseTimeDecay"] = (o, a) => new InverseTimeDecay(o, a.Long("decay_steps"), a.Real("decay_rate"), a.Flag("staircase")),
        ["PolynomialDecay"] = (o, a) => new PolynomialDecay(o, a.Long("decay_steps"), a.Real("end_learning_rate"), a.Real("power"), a.Flag("cycle")),
        ["CosineDecay"] = (o, a) => new CosineDecay(o, a.Long("decay_steps"), a.Real("alpha")),
        ["CosineDecayRestarts"] = (o, a) => new CosineDecayRestarts(o, a.Long("first_decay_steps"), a.Real("t_mul"), a.Real("m_mul"), a.Real("alpha")),
        ["PiecewiseConstantDecay"] = (o, a) => new PiecewiseConstantDecay(o, a.Longs("boundaries"), a.Raw("values").EnumerateArray().Select(v => v.GetDouble())),
        ["SequentialLR"] = (o, a) => new SequentialLR(o, Parts(o, a), a.Longs("milestones")),
        ["ChainedScheduler"] = (o, a) => new ChainedScheduler(o, Parts(o, a)),
        ["ReduceLROnPlateau"] = (o, a) => new ReduceLROnPlateau(o, a.Text("mode", "min") == "max" ? MetricGoal.Max : MetricGoal.Min, a.Real("factor", 0.1), a.Long("patience", 10),
            a.Real("threshold", 1e-4), a.Text("threshold_mode", "rel") == "abs" ? ThresholdMode.Absolute : ThresholdMode.Relative, a.Long("cooldown"), a.Real("min_lr")),
    };

    /// <summary>An optimiser over one parameter, as the recorded ones.</summary>
    public static Optimizer Optimizer(string kind, double rate, double momentum = 0.9)
    {
        Parameter[] parameters = [Weights.Random().Get("weight", new(1), Init.Zeros)];
        return kind == "Adam" ? new Adam(parameters, new(rate, Beta1: momentum)) : new SGD(parameters, new(rate, momentum));
    }

    private static IEnumerable<FormulaSchedule> Parts(Optimizer optimizer, GoldenArgs args) =>
        args.Raw("schedules").EnumerateArray().Select(part => (FormulaSchedule)Lines[part.GetProperty("schedule").GetString()!](optimizer, new GoldenArgs(part.GetProperty("args"))));
}
