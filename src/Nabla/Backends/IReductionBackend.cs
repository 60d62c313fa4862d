namespace Nabla;

/// <summary>How values along axes become one.</summary>
[Export("backends.Reduction")]
public enum Reduction
{
    /// <summary>Sum; 0 when empty.</summary>
    Sum,

    /// <summary>Arithmetic mean; NaN when empty.</summary>
    Mean,

    /// <summary>Product; 1 when empty.</summary>
    Product,

    /// <summary>Smallest; NaN wins.</summary>
    Min,

    /// <summary>Largest; NaN wins.</summary>
    Max,

    /// <summary>Is any value not zero? Output bool.</summary>
    Any,

    /// <summary>Are all values not zero? Output bool.</summary>
    All,

    /// <summary>log Σ exp, without overflow.</summary>
    LogSumExp,

    /// <summary>Σ|x|.</summary>
    NormL1,

    /// <summary>√Σx².</summary>
    NormL2,

    /// <summary>max |x|.</summary>
    NormMax,
}

/// <summary>A running combination along one axis.</summary>
[Export("backends.Scan")]
public enum Scan
{
    /// <summary>Running sum.</summary>
    Sum,

    /// <summary>Running product.</summary>
    Product,

    /// <summary>Running maximum; NaN stays.</summary>
    Max,

    /// <summary>Running minimum; NaN stays.</summary>
    Min,
}

/// <summary>Many values to one, and running totals.</summary>
[Export("backends.IReductionBackend")]
public interface IReductionBackend
{
    /// <summary>Reduces <paramref name="axes"/> (normalised) of x (any layout) into contiguous y, whose shape is x's without them.</summary>
    void Reduce(Reduction kind, Tensor x, ReadOnlySpan<int> axes, Tensor y);

    /// <summary>Variance over <paramref name="axes"/> with divisor n - correction.</summary>
    void Variance(Tensor x, ReadOnlySpan<int> axes, double correction, Tensor y);

    /// <summary>Position (int64) of the first largest, or smallest, value along an axis; NaN wins.</summary>
    void ArgReduce(bool largest, Tensor x, int axis, Tensor y);

    /// <summary>Running combination along an axis of contiguous x, optionally from the end; for extremes also where they stand.</summary>
    void Scan(Scan kind, Tensor x, int axis, bool reverse, Tensor y, Tensor? indices);
}
