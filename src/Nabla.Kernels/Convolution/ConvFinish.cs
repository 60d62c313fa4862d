using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>What happens to the finished sums of a convolution while they are in the cache: a bias, another tensor added (the other branch of a residual block), ReLU.</summary>
/// <param name="bias">One value per result channel, or null.</param>
/// <param name="add">A tensor laid out like the results, or null.</param>
/// <param name="relu">Whether negative results become zero; NaN stays NaN.</param>
internal readonly unsafe struct ConvFinish<T>(T* bias, T* add, bool relu)
    where T : unmanaged
{
    /// <summary>One value per result channel, or null.</summary>
    public T* Bias { get; } = bias;

    /// <summary>Laid out like the results, or null.</summary>
    public T* Add { get; } = add;

    /// <summary>Whether negative results become zero.</summary>
    public bool Relu { get; } = relu;

    /// <summary>Whether nothing happens.</summary>
    public bool IsNone => Bias == null && Add == null && !Relu;

    /// <summary>The bias of a channel; zero when there is none.</summary>
    public T BiasOf(long channel) => Bias == null ? default : Bias[channel];

    /// <summary>Finishes neighbours of one channel in place.</summary>
    /// <param name="values">The sums.</param>
    /// <param name="channel">Their result channel.</param>
    /// <param name="add">What is added to them, or null.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(AggressiveInlining)]
    public void Apply<TLanes>(T* values, long channel, T* add, int count)
        where TLanes : struct, ILanes<TLanes, T>
    {
        T bias = BiasOf(channel);
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
            Step<TLanes>(values + i, bias, add == null ? null : add + i);
        for (; i < count; i++)
            Step<Lanes1<T>>(values + i, bias, add == null ? null : add + i);
    }

    [MethodImpl(AggressiveInlining)]
    private void Step<TLanes>(T* values, T bias, T* add)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes value = TLanes.Load(values) + TLanes.Broadcast(bias);
        if (add != null)
            value += TLanes.Load(add);
        if (Relu)
            value = TLanes.Max(value, TLanes.Zero);
        TLanes.Store(values, value);
    }
}
