using System.Numerics;

namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>A dictionary key that compares as in Python: numbers by value (<c>1 == 1.0 == True</c>), text, bytes and tuples by content, the rest by identity.</summary>
internal readonly struct PickleKey : IEquatable<PickleKey>
{
    /// <summary>The heaviest tuple that may be a key.</summary>
    public const int HeaviestTuple = 256;

    private readonly object? _value;

    public PickleKey(object? value) => _value = value switch
    {
        bool b => b ? 1L : 0L,
        int i => (long)i,
        BigInteger big when big >= long.MinValue && big <= long.MaxValue => (long)big,
        double d when d == Math.Floor(d) && Math.Abs(d) < 9e18 => (long)d,
        _ => value,
    };

    /// <summary>True for a value that may be a key: not a list, dictionary or set, nor an enormous tuple.</summary>
    public static bool Accepts(object? value) => value is not (List<object?> or PickleDict or PickleSet) && value is not PickleTuple { Weight: > HeaviestTuple };

    public bool Equals(PickleKey other) => (_value, other._value) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (PickleTuple a, PickleTuple b) => TuplesEqual(a, b),
        (string or long or double or BigInteger or DType, _) => _value.Equals(other._value),
        _ => ReferenceEquals(_value, other._value),
    };

    public override bool Equals(object? obj) => obj is PickleKey other && Equals(other);

    public override int GetHashCode()
    {
        // HashCode is seeded per process, so a file cannot be built to make keys collide.
        var hash = new HashCode();
        switch (_value)
        {
            case byte[] bytes:
                hash.AddBytes(bytes);
                break;
            case PickleTuple tuple:
                foreach (object? item in tuple) hash.Add(new PickleKey(item).GetHashCode());
                break;
            case long number:
                hash.Add((int)number);
                hash.Add((int)(number >> 32));
                break;
            case string or double or BigInteger or DType:
                hash.Add(_value.GetHashCode());
                break;
            default:
                hash.Add(_value is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_value));
                break;
        }
        return hash.ToHashCode();
    }

    private static bool TuplesEqual(PickleTuple a, PickleTuple b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Count != b.Count) return false;
        for (int i = 0; i < a.Count; i++)
            if (!new PickleKey(a[i]).Equals(new PickleKey(b[i]))) return false;
        return true;
    }
}
