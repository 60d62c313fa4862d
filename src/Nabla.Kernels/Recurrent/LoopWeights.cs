using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Recurrent;

/// <summary>What both directions of the loop over time need: the weights of the state and of the projection, packed once, and room for the states before projection.</summary>
internal readonly unsafe struct LoopWeights<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Packs the weights into <paramref name="space"/>, which has room for <see cref="Space"/> values.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="weight">[gates, state].</param>
    /// <param name="projection">[projection, hidden]; not read without projection.</param>
    /// <param name="backward">For products with the weights themselves; forward they are transposed.</param>
    /// <param name="space">Where to.</param>
    public LoopWeights(in RecurrentShape shape, T* weight, T* projection, bool backward, T* space)
    {
        long state = shape.State, hidden = shape.Hidden, gates = shape.Gates;
        State = backward ? new(weight, state, 1, gates, state, space) : new(weight, 1, state, state, gates, space);
        space += backward ? PackedWeights<TLanes, T>.Space(gates, state) : PackedWeights<TLanes, T>.Space(state, gates);
        if (shape.Projection > 0)
        {
            Projection = backward ? new(projection, hidden, 1, state, hidden, space) : new(projection, 1, hidden, hidden, state, space);
            space += backward ? PackedWeights<TLanes, T>.Space(state, hidden) : PackedWeights<TLanes, T>.Space(hidden, state);
            Raw = space;
            space += shape.Batch * hidden;
        }
        Rest = space;
    }

    /// <summary>Weights of the state.</summary>
    public PackedWeights<TLanes, T> State { get; }

    /// <summary>Weights of the projection.</summary>
    public PackedWeights<TLanes, T> Projection { get; }

    /// <summary>[batch, hidden]: states before projection, or their gradients; null without projection.</summary>
    public T* Raw { get; }

    /// <summary>The first value after all these.</summary>
    public T* Rest { get; }

    /// <summary>Values that the packed weights and the room take.</summary>
    public static long Space(in RecurrentShape shape, bool backward)
    {
        long state = shape.State, hidden = shape.Hidden, gates = shape.Gates;
        long space = backward ? PackedWeights<TLanes, T>.Space(gates, state) : PackedWeights<TLanes, T>.Space(state, gates);
        if (shape.Projection > 0) space += (backward ? PackedWeights<TLanes, T>.Space(state, hidden) : PackedWeights<TLanes, T>.Space(hidden, state)) + (shape.Batch * hidden);
        return space;
    }
}
