using System.Diagnostics;
using Nabla.Algorithms.Combinatorics;

namespace Nabla;

/// <summary>Which modules of a row keep what their backward needs and which compute it once more, so that what is kept fits a budget at the least cost.</summary>
/// <remarks>
/// Keeping a module's values weighs their bytes and is worth the time of its second run: a 0/1 knapsack with the budget as capacity. Values and
/// gradients have the same bits whatever the plan.
/// </remarks>
[Export("utils.checkpoint.CheckpointPlan")]
public sealed class CheckpointPlan
{
    /// <summary>Capacities of the table: the budget is divided into so many units at most, and bytes are rounded up to whole ones.</summary>
    private const long Units = 4096;

    private CheckpointPlan(bool[] recomputed, long keptBytes, long cost) => (Recomputed, KeptBytes, Cost) = (recomputed, keptBytes, cost);

    /// <summary>For every module, whether it runs a second time in backward.</summary>
    public IReadOnlyList<bool> Recomputed { get; }

    /// <summary>Bytes kept for backward by the modules that run once; within the budget.</summary>
    public long KeptBytes { get; }

    /// <summary>Sum of the costs of the modules that run twice.</summary>
    public long Cost { get; }

    /// <summary>Chooses from known sizes and costs.</summary>
    /// <param name="bytes">For every module, the bytes its backward reads; 0 or more.</param>
    /// <param name="costs">For every module, what a second run costs, in any unit; 0 or more.</param>
    /// <param name="budget">Bytes that may be kept; 0 or more.</param>
    /// <exception cref="ArgumentException">There is not one cost for each size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <remarks>Sizes are rounded up to a 4096th of the budget: never above it, and within one such part a module of the best plan. O(4096 n).</remarks>
    [Export("utils.checkpoint.checkpoint_plan.choose")]
    public static CheckpointPlan Choose(ReadOnlySpan<long> bytes, ReadOnlySpan<long> costs, long budget)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        if (bytes.Length != costs.Length) throw new ArgumentException($"There are {bytes.Length} sizes but {costs.Length} costs.", nameof(costs));
        long unit = Math.Max(1, (budget / Units) + (budget % Units > 0 ? 1 : 0));
        int capacity = (int)(budget / unit);
        int[] weights = new int[bytes.Length];
        bool[] recomputed = new bool[bytes.Length];
        long cost = 0, kept = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bytes[i], nameof(bytes));
            ArgumentOutOfRangeException.ThrowIfNegative(costs[i], nameof(costs));
            weights[i] = (int)Math.Min(capacity + 1L, (bytes[i] / unit) + (bytes[i] % unit > 0 ? 1 : 0));
            recomputed[i] = true;
            cost += costs[i];
        }
        foreach (int i in Knapsack.Solve<long>(weights, costs, capacity)!.Items)
        {
            recomputed[i] = false;
            cost -= costs[i];
            kept += bytes[i];
        }
        return new(recomputed, kept, cost);
    }

    /// <summary>Runs the modules, recorded, to see what each keeps and how long it takes, and chooses.</summary>
    /// <param name="modules">The modules in order, at least one.</param>
    /// <param name="input">What enters the first; a batch as in training.</param>
    /// <param name="budget">Bytes that may be kept.</param>
    /// <exception cref="ArgumentException">There is no module.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative.</exception>
    /// <remarks>
    /// Parameters and what enters a module do not count: they are kept either way. A value that two modules keep counts for the first. Costs are
    /// microseconds of the second of two runs. Buffers and random states are afterwards what they were.
    /// </remarks>
    [Export("utils.checkpoint.checkpoint_plan.measure")]
    public static CheckpointPlan Measure(IReadOnlyList<Module> modules, Tensor input, long budget)
    {
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(input);
        if (modules.Count == 0) throw new ArgumentException("There is no module to run.", nameof(modules));
        long[] bytes = new long[modules.Count], costs = new long[modules.Count];
        (Tensor Live, Tensor Copy)[] buffers = [.. modules.SelectMany(module => module.Buffers()).Select(buffer => (buffer.Value, buffer.Value.Clone()))];
        (Generator Source, byte[] State)[] random = [.. modules.Select(module => module.RandomSource).Append(Generator.Default).Distinct().Select(source => (source, source.SaveState()))];
        try
        {
            Look(modules, input, bytes, costs);
            Array.Clear(bytes);
            Look(modules, input, bytes, costs);
        }
        finally
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            foreach ((Tensor live, Tensor copy) in buffers) live.CopyInPlace(copy);
            foreach ((Generator source, byte[] state) in random) source.LoadState(state);
        }
        return Choose(bytes, costs, budget);
    }

    /// <summary>Runs the modules one after the other as planned.</summary>
    /// <param name="modules">The modules the plan was made for.</param>
    /// <param name="input">What enters the first.</param>
    /// <param name="preserveRandomState">Draw the same random numbers when run again.</param>
    /// <exception cref="ArgumentException">The plan is for another number of modules.</exception>
    [Export("utils.checkpoint.checkpoint_plan.run")]
    public Tensor Run(IReadOnlyList<Module> modules, Tensor input, bool preserveRandomState = true)
    {
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(input);
        if (modules.Count != Recomputed.Count) throw new ArgumentException($"The plan is for {Recomputed.Count} modules, {modules.Count} were given.", nameof(modules));
        for (int i = 0; i < modules.Count; i++)
        {
            Module module = modules[i];
            input = Recomputed[i] ? Autograd.Checkpoint(x => module.Call(x), input, preserveRandomState, module.RandomSource) : module.Call(input);
        }
        return input;
    }

    private static void Look(IReadOnlyList<Module> modules, Tensor x, long[] bytes, long[] costs)
    {
        HashSet<Storage> counted = [.. modules.SelectMany(module => module.Parameters()).Select(parameter => parameter.Value.Storage)];
        using GradMode.Restore mode = GradMode.Enable();
        using TensorScope scope = new();
        for (int i = 0; i < modules.Count; i++)
        {
            int module = i;
            counted.Add(x.Storage);
            long start = Stopwatch.GetTimestamp();
            using (new SavedTensorHooks(value => Count(module, value), static stored => (Tensor)stored)) x = modules[i].Call(x);
            costs[i] = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        object Count(int module, Tensor value)
        {
            if (counted.Add(value.Storage)) bytes[module] += value.Storage.Bytes;
            return value;
        }
    }
}
