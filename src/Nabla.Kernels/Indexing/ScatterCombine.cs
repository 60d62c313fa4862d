using System.Numerics;

namespace Nabla.Kernels.Indexing;

/// <summary>Joins the value already stored with a scattered one.</summary>
public interface IScatterCombine
{
    /// <summary>The joined value.</summary>
    static abstract T Combine<T>(T old, T value) where T : INumber<T>;
}

/// <summary>Sum of old and new.</summary>
public readonly struct ScatterAdd : IScatterCombine
{
    /// <inheritdoc/>
    public static T Combine<T>(T old, T value) where T : INumber<T> => old + value;
}

/// <summary>Product of old and new.</summary>
public readonly struct ScatterMultiply : IScatterCombine
{
    /// <inheritdoc/>
    public static T Combine<T>(T old, T value) where T : INumber<T> => old * value;
}

/// <summary>The larger of old and new; NaN wins.</summary>
public readonly struct ScatterMax : IScatterCombine
{
    /// <inheritdoc/>
    public static T Combine<T>(T old, T value) where T : INumber<T> => T.IsNaN(old) || old >= value ? old : value;
}

/// <summary>The smaller of old and new; NaN wins.</summary>
public readonly struct ScatterMin : IScatterCombine
{
    /// <inheritdoc/>
    public static T Combine<T>(T old, T value) where T : INumber<T> => T.IsNaN(old) || old <= value ? old : value;
}
