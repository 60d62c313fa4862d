namespace Nabla.Notes.Playground;

/// <summary>A request asks for something the playground does not do; the message is shown to the reader.</summary>
internal sealed class InputException : Exception
{
    public InputException()
    {
    }

    public InputException(string message)
        : base(message)
    {
    }

    public InputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses lists that are missing, too long, or hold numbers outside a range.</summary>
    public static int[] Check(int[]? values, string name, int least, int most, int low, int high)
    {
        if (values is null) throw new InputException($"'{name}' is missing.");
        if (values.Length < least || values.Length > most) throw new InputException($"'{name}' has {values.Length} numbers; {least} to {most} are possible.");
        foreach (int value in values)
        {
            if (value < low || value > high) throw new InputException($"'{name}' holds {value}; {low} to {high} are possible.");
        }
        return values;
    }

    /// <summary>Refuses a number outside a range.</summary>
    public static int Check(int value, string name, int low, int high) =>
        value >= low && value <= high ? value : throw new InputException($"'{name}' is {value}; {low} to {high} are possible.");

    /// <summary>Refuses a number outside a range, and what is no number.</summary>
    public static double Check(double value, string name, double low, double high) =>
        value >= low && value <= high ? value : throw new InputException($"'{name}' is {value}; {low} to {high} are possible.");
}
