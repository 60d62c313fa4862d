namespace Nabla.Kernels.Attention;

/// <summary>What the backward pass of attention reads and writes.</summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe struct AttentionGradients<T> where T : unmanaged
{
    /// <summary>Queries.</summary>
    public AttentionRows<T> Q { get; set; }

    /// <summary>Keys.</summary>
    public AttentionRows<T> K { get; set; }

    /// <summary>Values.</summary>
    public AttentionRows<T> V { get; set; }

    /// <summary>Output of the forward pass.</summary>
    public AttentionRows<T> Y { get; set; }

    /// <summary>From the forward pass [Heads, Queries].</summary>
    public T* LogSumExp { get; set; }

    /// <summary>Upstream gradient.</summary>
    public AttentionRows<T> Gy { get; set; }

    /// <summary>Gradient of the queries, overwritten.</summary>
    public AttentionRows<T> Gq { get; set; }

    /// <summary>Gradient of the keys, overwritten; summed over the heads of a group.</summary>
    public AttentionRows<T> Gk { get; set; }

    /// <summary>Gradient of the values, overwritten; summed over the heads of a group.</summary>
    public AttentionRows<T> Gv { get; set; }

    /// <summary>Gradient of an added mask, overwritten; none by default.</summary>
    public AttentionMaskGradient<T> Mask { get; set; }
}
