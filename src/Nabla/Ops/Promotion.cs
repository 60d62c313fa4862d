namespace Nabla;

/// <summary>Brings operands to a common dtype, as PyTorch does: a rank-0 tensor does not widen a dimensioned one of the same category.</summary>
internal static class Promotion
{
    /// <summary>The common dtype of two operands.</summary>
    public static DType Common(Tensor a, Tensor b)
    {
        if (a.DType == b.DType) return a.DType;
        if (a.Rank == 0 != (b.Rank == 0))
        {
            (Tensor wide, Tensor scalar) = a.Rank == 0 ? (b, a) : (a, b);
            if (Category(scalar.DType) <= Category(wide.DType)) return wide.DType;
        }
        return DTypes.Promote(a.DType, b.DType);
    }

    /// <summary>Both operands in their common dtype.</summary>
    public static (Tensor A, Tensor B) Align(Tensor a, Tensor b)
    {
        if (a.Backend != b.Backend) throw new ArgumentException($"The operands live on different backends: {a.Backend.Name} and {b.Backend.Name}.");
        DType type = Common(a, b);
        return (a.To(type), b.To(type));
    }

    /// <summary>Both operands in their common dtype, which is made floating point.</summary>
    public static (Tensor A, Tensor B) AlignFloating(Tensor a, Tensor b)
    {
        (a, b) = Align(a, b);
        return (a.ToFloating(), b.ToFloating());
    }

    /// <summary>Both operands in their common dtype, for operations on bits and divisors.</summary>
    /// <param name="name">The operation.</param>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="truth">Are truth values welcome too?</param>
    /// <exception cref="ArgumentException">A tensor is of another type.</exception>
    public static (Tensor A, Tensor B) AlignIntegers(string name, Tensor a, Tensor b, bool truth = false)
    {
        Check(a, nameof(a));
        Check(b, nameof(b));
        return Align(a, b);

        void Check(Tensor x, string argument)
        {
            if (!x.DType.IsInteger() && !(truth && x.DType == DType.Bool)) throw new ArgumentException($"{name} needs integers{(truth ? " or truth values" : string.Empty)}; got {x.DType.Name()}.", argument);
        }
    }

    /// <summary>Three operands in their common dtype.</summary>
    public static (Tensor A, Tensor B, Tensor C) Align(Tensor a, Tensor b, Tensor c)
    {
        (a, b) = Align(a, b);
        (a, c) = Align(a, c);
        return (a, b.To(a.DType), c);
    }

    /// <summary>Integers and truth values as float32; floating-point tensors unchanged.</summary>
    public static Tensor ToFloating(this Tensor x) => x.DType.IsFloating() ? x : x.To(DType.Float32);

    private static int Category(DType type) => type.IsFloating() ? 2 : type.IsInteger() ? 1 : 0;
}
