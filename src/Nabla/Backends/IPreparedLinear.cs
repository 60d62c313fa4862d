using Nabla.Kernels.Gemm;

namespace Nabla;

/// <summary>Linear layers of evaluation: weights that stay the same are packed once, the activation follows while the result is in the cache.</summary>
internal interface IPreparedLinear
{
    /// <summary>A weight [outputs, inputs] of float32 or float64, packed.</summary>
    PreparedMatrix Prepare(Tensor weight);

    /// <summary>y = activation(x·Wᵀ + b) for x [R, inputs], any strides, and y [R, outputs], contiguous; <paramref name="prepared"/> is made from the weight, or null.</summary>
    void Linear(Tensor x, Tensor weight, Tensor? bias, LinearActivation activation, Tensor y, PreparedMatrix? prepared);
}

/// <summary>What may follow a linear layer in the same pass.</summary>
internal enum LinearActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>x·Φ(x).</summary>
    GELU,

    /// <summary>x·σ(x).</summary>
    SiLU,
}
