using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>One value out for one position in. Inputs broadcast to the output's shape; any layout.</summary>
[Export("backends.IElementwiseBackend")]
public interface IElementwiseBackend
{
    /// <summary>y = f(x); same dtype.</summary>
    void Unary<TKernel>(TKernel kernel, Tensor x, Tensor y)
        where TKernel : struct, IUnaryKernel;

    /// <summary>y = f(x) with y of bool, for kernels that return a mask.</summary>
    void Predicate<TKernel>(TKernel kernel, Tensor x, Tensor y)
        where TKernel : struct, IUnaryKernel;

    /// <summary>y = f(a, b); same dtype.</summary>
    void Binary<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where TKernel : struct, IBinaryKernel;

    /// <summary>y = f(a, b) with y of bool, for kernels that return a mask.</summary>
    void Compare<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where TKernel : struct, IBinaryKernel;

    /// <summary>y = f(a, b, c); same dtype.</summary>
    void Ternary<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor c, Tensor y)
        where TKernel : struct, ITernaryKernel;

    /// <summary>y = condition ? a : b, with a bool condition.</summary>
    void Where(Tensor condition, Tensor a, Tensor b, Tensor y);

    /// <summary>y += x, one element after the other, so that y may look at the same memory more than once.</summary>
    void AddInto(Tensor x, Tensor y);
}
