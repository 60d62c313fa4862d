namespace Nabla;

/// <summary>Checks and small steps that the factorisations share.</summary>
internal static class Matrices
{
    /// <summary>Two axes at least, float32 or float64; integers become float32.</summary>
    public static Tensor Real(Tensor x, string op)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2) throw new ShapeMismatchException($"{op} needs a matrix [..., M, N]; got shape {x.Shape}.");
        Tensor y = Autocast.Full(x.ToFloating());
        if (y.DType is not (DType.Float32 or DType.Float64)) throw new NotSupportedException($"{op} is computed in float32 or float64; convert the {y.DType.Name()} tensor first.");
        return y;
    }

    /// <summary>The same, and square.</summary>
    public static Tensor Square(Tensor x, string op)
    {
        Tensor y = Real(x, op);
        return y.Shape[^1] == y.Shape[^2] ? y : throw new ShapeMismatchException($"{op} needs square matrices; got shape {x.Shape}.");
    }

    public static ILinearAlgebraBackend On(Tensor x) =>
        x.Backend as ILinearAlgebraBackend ?? throw new NotSupportedException($"The backend '{x.Backend.Name}' has no factorisations of matrices.");

    /// <summary>A contiguous copy that may be overwritten.</summary>
    public static Tensor Copy(Tensor x)
    {
        Tensor y = x.EmptyLike();
        x.Backend.Copy(x, y);
        return y;
    }

    /// <summary>The axes before the matrix.</summary>
    public static Shape Lead(Tensor x) => new(x.Shape.Span[..^2]);

    public static Tensor Empty(Tensor like, params ReadOnlySpan<long> last) => Tensor.Empty([.. Lead(like).Span, .. last], like.DType, like.Backend);

    public static Tensor Eye(long n, Tensor like) => Tensor.Eye(n, type: like.DType);

    /// <summary>The diagonal of the last two axes.</summary>
    public static Tensor Diagonal(Tensor x) => x.Diagonal(0, -2, -1);

    /// <summary>Two batches with the same leading axes.</summary>
    public static (Tensor A, Tensor B) Align(Tensor a, Tensor b)
    {
        Shape lead = Shape.Broadcast(Lead(a), Lead(b));
        return (a.BroadcastTo([.. lead.Span, a.Shape[^2], a.Shape[^1]]), b.BroadcastTo([.. lead.Span, b.Shape[^2], b.Shape[^1]]));
    }

    /// <summary>Several results of one op side by side: each flattened over its last axes.</summary>
    public static Tensor Pack(int lead, params ReadOnlySpan<Tensor> parts)
    {
        Tensor[] flat = [.. parts];
        for (int i = 0; i < flat.Length; i++) flat[i] = flat[i].Reshape([.. flat[i].Shape.Span[..lead], Count(flat[i].Shape.Span[lead..])]);
        return Tensor.Cat(flat, -1);
    }

    /// <summary>One of the packed results.</summary>
    public static Tensor Part(Tensor packed, ref long start, params ReadOnlySpan<long> extents)
    {
        long count = Count(extents);
        Tensor part = packed.Narrow(-1, start, count).Reshape([.. packed.Shape.Span[..^1], .. extents]);
        start += count;
        return part;
    }

    /// <summary>Reorders rows: row i of the result is row order[..., i].</summary>
    public static Tensor TakeRows(Tensor x, Tensor order) => x.Gather(-2, order.Unsqueeze(-1).BroadcastTo(x.Shape));

    /// <summary>Where each row went: the inverse of an order.</summary>
    public static Tensor Inverse(Tensor order) => order.ArgSort(-1);

    private static long Count(ReadOnlySpan<long> extents)
    {
        long count = 1;
        foreach (long extent in extents) count *= extent;
        return count;
    }
}
