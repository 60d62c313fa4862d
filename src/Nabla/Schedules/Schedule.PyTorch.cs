using System.Text.Json.Nodes;
using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

public abstract partial class Schedule
{
    /// <summary>The position as the object that a PyTorch scheduler's <c>state_dict()</c> gives, ready for <see cref="Formats.PyTorch.PyTorchFile.Save"/>.</summary>
    /// <remarks>Holds the position and the initial rates; PyTorch keeps the settings of the scheduler it is loaded into. The optimiser's own state belongs with it.</remarks>
    public PickleDict ToPyTorch()
    {
        PickleDict state = new()
        {
            { "last_epoch", Steps },
            { "verbose", false },
            { "_step_count", Steps + 1 },
            { "_get_lr_called_within_step", false },
            { "_last_lr", LearningRates.Select(rate => (object?)rate).ToList() },
        };
        WriteTorch(state, Steps);
        return state;
    }

    /// <summary>Goes on from the object that a PyTorch scheduler's <c>state_dict()</c> gave: takes its position and initial rates, and keeps the settings of this schedule.</summary>
    /// <param name="state">The dictionary, as <see cref="Formats.PyTorch.PyTorchFile.Root"/> holds it.</param>
    /// <exception cref="ArgumentException">The position is missing or does not fit.</exception>
    public void LoadPyTorch(PickleDict state)
    {
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            JsonObject own = SavedJson.Parse(SaveState());
            own["steps"] = ReadTorch(state, own);
            LoadState(own.ToJsonString());
        }
        catch (FormatException error)
        {
            throw new ArgumentException(error.Message, nameof(state), error);
        }
    }

    /// <summary>Adds what this schedule keeps beside the position.</summary>
    private protected abstract void WriteTorch(PickleDict state, long steps);

    /// <summary>Overwrites what this schedule keeps, as <see cref="Write"/> lays it out, and gives the number of steps.</summary>
    private protected virtual long ReadTorch(PickleDict state, JsonObject own) => Integer(state, "last_epoch");

    private protected static long Integer(PickleDict state, string name) =>
        state.TryGetValue(name, out object? value) && value is long number ? number : throw new FormatException($"The state has no whole number '{name}'.");

    private protected static double Real(PickleDict state, string name) => state.TryGetValue(name, out object? value) ? value switch
    {
        double number => number,
        long number => number,
        _ => throw new FormatException($"'{name}' of the state is no number."),
    }
    : throw new FormatException($"The state has no number '{name}'.");

    private protected static JsonArray Reals(PickleDict state, string name)
    {
        if (!state.TryGetValue(name, out object? value) || value is not IReadOnlyList<object?> list || list.Any(item => item is not (double or long))) throw new FormatException($"The state has no list of numbers '{name}'.");
        return SavedJson.List(list.Select(item => item is long whole ? whole : (double)item!));
    }
}
