using System.Globalization;

namespace Nabla;

/// <summary>A number without a dtype of its own: a bool, an integer or a real, as written in code.</summary>
/// <remarks>Combined with a tensor it takes the tensor's dtype unless its category is higher (an integer tensor plus 0.5 is float32).</remarks>
[Export("Scalar")]
public readonly struct Scalar : IEquatable<Scalar>
{
    private readonly double _real;
    private readonly long _integer;

    private Scalar(DType category, double real, long integer) => (Category, _real, _integer) = (category, real, integer);

    /// <summary><see cref="DType.Bool"/>, <see cref="DType.Int64"/> or <see cref="DType.Float64"/>.</summary>
    public DType Category { get; }

    /// <summary>The value as a double.</summary>
    public double ToDouble() => Category == DType.Float64 ? _real : _integer;

    /// <summary>The value as a long; a real is truncated and saturated.</summary>
    public long ToInt64() => Category == DType.Float64 ? (long)_real : _integer;

    /// <summary>A real.</summary>
    public static implicit operator Scalar(double value) => new(DType.Float64, value, 0);

    /// <summary>A real.</summary>
    public static implicit operator Scalar(float value) => new(DType.Float64, value, 0);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(DType.Int64, 0, value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => new(DType.Int64, 0, value);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(DType.Bool, 0, value ? 1 : 0);

    /// <summary>Equal category and value?</summary>
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    /// <summary>Different category or value?</summary>
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    /// <summary>The dtype of a tensor of type <paramref name="tensor"/> combined with this number.</summary>
    public DType PromoteWith(DType tensor) => Category switch
    {
        DType.Float64 => tensor.IsFloating() ? tensor : DType.Float32,
        DType.Int64 => tensor == DType.Bool ? DType.Int64 : tensor,
        _ => tensor,
    };

    /// <inheritdoc/>
    public bool Equals(Scalar other) => Category == other.Category && _integer == other._integer && _real.Equals(other._real);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Category, _real, _integer);

    /// <summary>The number in the invariant culture.</summary>
    public override string ToString() => Category switch
    {
        DType.Bool => _integer != 0 ? "true" : "false",
        DType.Int64 => _integer.ToString(CultureInfo.InvariantCulture),
        _ => _real.ToString(CultureInfo.InvariantCulture),
    };
}
