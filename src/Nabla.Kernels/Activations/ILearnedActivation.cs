using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Activations;

/// <summary>An activation f(x, p, q, r) with one to three learned parameters, and its slopes; written once for every pass.</summary>
public interface ILearnedActivation
{
    /// <summary>Short lower-case name.</summary>
    static abstract string Name { get; }

    /// <summary>Rough price of one vector of values, an addition being 1.</summary>
    static abstract int Cost { get; }

    /// <summary>How many parameters there are, 1 to 3; those that are not there are given as zero, and their slopes ignored.</summary>
    static abstract int Parameters { get; }

    /// <summary>Whether values of floats are computed in double lanes and rounded once, by <see cref="ValueForSingle"/>.</summary>
    static abstract bool SinglesInDouble { get; }

    /// <summary>f(x, p, q, r).</summary>
    V Value<V, T>(V x, V p, V q, V r) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>f(x, p, q, r) with 27 good bits or more.</summary>
    V ValueForSingle<V>(V x, V p, V q, V r) where V : struct, ILanes<V, double>;

    /// <summary>∂f/∂x, and the slopes along the parameters.</summary>
    V Slopes<V, T>(V x, V p, V q, V r, out V dp, out V dq, out V dr) where V : struct, ILanes<V, T> where T : unmanaged;
}
