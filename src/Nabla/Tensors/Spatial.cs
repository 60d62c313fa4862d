namespace Nabla;

/// <summary>One number per spatial axis: a kernel size, stride, padding or dilation. A single number stands for all axes.</summary>
[Export("Spatial")]
public readonly struct Spatial : IEquatable<Spatial>
{
    private static readonly int[] SameMark = [int.MinValue];

    // The numbers of almost all layers; these arrays are shared and never written.
    private const int Few = 16, MostAxes = 3;
    private static readonly int[][][] Shared = [.. Enumerable.Range(0, Few).Select(static value => (int[][])[.. Enumerable.Range(1, MostAxes).Select(count => Enumerable.Repeat(value, count).ToArray())])];

    private readonly int[]? _values;

    private Spatial(params int[] values) => _values = values;

    /// <summary>As a convolution's padding: as much as makes the output as large as the input, with stride 1 (PyTorch's <c>'same'</c>).</summary>
    [Export("Spatial.same")]
    public static Spatial Same { get; } = new(SameMark);

    /// <summary>Is it <see cref="Same"/>?</summary>
    public bool IsSame => ReferenceEquals(_values, SameMark);

    /// <summary>The same number on every axis.</summary>
    public static implicit operator Spatial(int value) => new(Repeated(value, 1));

    /// <summary>Height and width.</summary>
    public static implicit operator Spatial((int Height, int Width) values) => new(values.Height, values.Width);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator Spatial((int Depth, int Height, int Width) values) => new(values.Depth, values.Height, values.Width);

    /// <summary>One number per axis.</summary>
    public static implicit operator Spatial(int[] values) => new([.. values]);

    /// <summary>Same numbers?</summary>
    public static bool operator ==(Spatial left, Spatial right) => left.Equals(right);

    /// <summary>Different numbers?</summary>
    public static bool operator !=(Spatial left, Spatial right) => !left.Equals(right);

    /// <summary>The numbers for <paramref name="axes"/> axes.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="argument">Name of the argument, for the message.</param>
    /// <param name="least">Smallest number allowed.</param>
    /// <exception cref="ArgumentException">The count does not fit, or a number is too small.</exception>
    public int[] For(int axes, string argument, int least = 1)
    {
        if (IsSame) throw new ArgumentException($"{argument} cannot be Same here; expected numbers.", argument);
        int[] values = _values is not { Length: > 0 } given ? Repeated(0, axes) : given.Length == 1 ? Repeated(given[0], axes) : given;
        if (values.Length != axes)
            throw new ArgumentException($"{argument} has {values.Length} numbers ({this}); expected 1 or {axes}.", argument);
        foreach (int value in values)
        {
            if (value < least) throw new ArgumentOutOfRangeException(argument, value, $"{argument} must be at least {least} on every axis; got {this}.");
        }
        return values;
    }

    private static int[] Repeated(int value, int count)
    {
        if (value is >= 0 and < Few && count is >= 1 and <= MostAxes) return Shared[value][count - 1];
        int[] values = new int[count];
        Array.Fill(values, value);
        return values;
    }

    /// <inheritdoc/>
    public bool Equals(Spatial other) => (_values ?? []).AsSpan().SequenceEqual(other._values ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Spatial other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (_values ?? []).Aggregate(17, HashCode.Combine);

    /// <summary>Such as <c>3</c> or <c>(1, 2)</c>.</summary>
    public override string ToString() => IsSame ? "same" : _values is [int one] ? one.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"({string.Join(", ", _values ?? [])})";
}
