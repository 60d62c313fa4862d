namespace Nabla;

public static partial class Autograd
{
    /// <summary>Runs a function without keeping what its backward needs: backward computes it once more. Saves memory for time.</summary>
    /// <param name="function">Any computation of the inputs and of parameters it refers to; must do the same when run again.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="preserveRandomState">Draw the same random numbers when run again, from <see cref="Generator.Default"/> and the generators given.</param>
    /// <param name="generators">Further generators the function draws from, such as that of a model.</param>
    /// <returns>What the function returns; values and gradients are the same bits as without checkpointing.</returns>
    /// <exception cref="InvalidOperationException">In backward: the second run kept other values than the first, or an input was changed in place.</exception>
    /// <remarks>
    /// Only the inputs are kept. The first value backward asks for runs the function again, so the cost is one more forward pass. Works with
    /// <see cref="Grad(Tensor, IReadOnlyList{Tensor}, Tensor?, bool?, bool, bool)"/>, with gradients of gradients, and nested. Chen et al. 2016, "Training deep nets with sublinear memory cost".
    /// </remarks>
    [Export("utils.checkpoint.checkpoint")]
    public static Tensor[] Checkpoint(
        Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, bool preserveRandomState = true, params IReadOnlyList<Generator> generators)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(generators);
        if (!GradMode.IsEnabled) return function([.. inputs]);
        CheckpointFrame frame = new(function, inputs, preserveRandomState ? [Generator.Default, .. generators] : []);
        using SavedTensorHooks hooks = new(frame.Pack, CheckpointFrame.Unpack);
        return function([.. inputs]);
    }

    /// <summary>Runs a function of one tensor without keeping what its backward needs.</summary>
    /// <inheritdoc cref="Checkpoint(Func{Tensor[], Tensor[]}, IReadOnlyList{Tensor}, bool, IReadOnlyList{Generator})"/>
    public static Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input, bool preserveRandomState = true, params IReadOnlyList<Generator> generators)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Checkpoint(Many(function), [input], preserveRandomState, generators)[0];
    }

    /// <summary>Runs modules one after the other in segments, keeping only what enters each segment; the last one runs as usual.</summary>
    /// <param name="modules">The layers in order, at least one.</param>
    /// <param name="segments">Number of segments, from 1 to the number of layers; its square root is the choice that keeps least.</param>
    /// <param name="input">What enters the first layer.</param>
    /// <param name="preserveRandomState">Draw the same random numbers when run again.</param>
    /// <exception cref="ArgumentException">There is no module.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of segments does not fit.</exception>
    [Export("utils.checkpoint.checkpoint_sequential")]
    public static Tensor CheckpointSequential(IReadOnlyList<Module> modules, int segments, Tensor input, bool preserveRandomState = true)
    {
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(input);
        if (modules.Count == 0) throw new ArgumentException("There is no module to run.", nameof(modules));
        if (segments < 1 || segments > modules.Count) throw new ArgumentOutOfRangeException(nameof(segments), segments, $"The number of segments must be in 1..{modules.Count}.");
        Generator[] generators = [.. modules.Select(module => module.RandomSource).Distinct()];
        int size = modules.Count / segments;
        for (int i = 0; i < segments - 1; i++)
        {
            int first = i * size;
            input = Checkpoint(x => Through(modules, first, first + size, x), input, preserveRandomState, generators);
        }
        return Through(modules, (segments - 1) * size, modules.Count, input);
    }

    private static Tensor Through(IReadOnlyList<Module> modules, int start, int end, Tensor x)
    {
        for (int i = start; i < end; i++) x = modules[i].Call(x);
        return x;
    }
}
