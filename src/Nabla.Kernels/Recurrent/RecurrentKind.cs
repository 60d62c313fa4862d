namespace Nabla.Kernels.Recurrent;

/// <summary>The recurrent layers that there are kernels for.</summary>
public enum RecurrentKind
{
    /// <summary>h = tanh(x + h·Wᵀ). Elman (1990).</summary>
    Tanh,

    /// <summary>h = max(0, x + h·Wᵀ).</summary>
    Relu,

    /// <summary>Long short-term memory, gates i, f, g, o. Hochreiter and Schmidhuber (1997).</summary>
    Lstm,

    /// <summary>Gated recurrent unit, gates r, z, n. Cho et al. (2014).</summary>
    Gru,
}
