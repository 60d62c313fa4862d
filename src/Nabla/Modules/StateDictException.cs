namespace Nabla;

/// <summary>A state dict does not fit a model. Lists every missing, unexpected and misshapen key at once.</summary>
[Export("nn.StateDictException")]
public sealed class StateDictException : Exception
{
    private const int Shown = 12;

    /// <summary>Creates the exception without details.</summary>
    public StateDictException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public StateDictException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public StateDictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception from the lists.</summary>
    public StateDictException(IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> misshapen)
        : base(Describe(missing, unexpected, misshapen)) => (Missing, Unexpected, Misshapen) = (missing, unexpected, misshapen);

    /// <summary>Keys the model has and the file lacks.</summary>
    public IReadOnlyList<string> Missing { get; } = [];

    /// <summary>Keys the file has and the model lacks.</summary>
    public IReadOnlyList<string> Unexpected { get; } = [];

    /// <summary>Keys whose shapes differ, with both shapes.</summary>
    public IReadOnlyList<string> Misshapen { get; } = [];

    private static string Describe(IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> misshapen)
    {
        List<string> parts = [];
        Add("missing", missing);
        Add("unexpected", unexpected);
        Add("misshapen", misshapen);
        return $"The state dict does not fit the model: {string.Join("; ", parts)}.";

        void Add(string what, IReadOnlyList<string> keys)
        {
            if (keys.Count == 0) return;
            string more = keys.Count > Shown ? $", and {keys.Count - Shown} more" : string.Empty;
            parts.Add($"{keys.Count} {what} ({string.Join(", ", keys.Take(Shown))}{more})");
        }
    }
}
