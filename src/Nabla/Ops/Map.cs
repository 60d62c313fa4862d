using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Allocates the output of an elementwise kernel and runs it.</summary>
internal static class Map
{
    public static Tensor Unary<TKernel>(TKernel kernel, Tensor x)
        where TKernel : struct, IUnaryKernel
    {
        Tensor y = x.EmptyLike();
        x.Backend.Unary(kernel, x, y);
        return y;
    }

    public static Tensor Predicate<TKernel>(TKernel kernel, Tensor x)
        where TKernel : struct, IUnaryKernel
    {
        Tensor y = x.EmptyLike(DType.Bool);
        x.Backend.Predicate(kernel, x, y);
        return y;
    }

    public static Tensor Binary<TKernel>(TKernel kernel, Tensor a, Tensor b)
        where TKernel : struct, IBinaryKernel
    {
        Tensor y = Tensor.Empty(Shape.Broadcast(a.Shape, b.Shape), a.DType, a.Backend);
        a.Backend.Binary(kernel, a, b, y);
        return y;
    }

    public static Tensor Compare<TKernel>(TKernel kernel, Tensor a, Tensor b)
        where TKernel : struct, IBinaryKernel
    {
        Tensor y = Tensor.Empty(Shape.Broadcast(a.Shape, b.Shape), DType.Bool, a.Backend);
        a.Backend.Compare(kernel, a, b, y);
        return y;
    }

    public static Tensor Ternary<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor c)
        where TKernel : struct, ITernaryKernel
    {
        Tensor y = Tensor.Empty(Shape.Broadcast(Shape.Broadcast(a.Shape, b.Shape), c.Shape), a.DType, a.Backend);
        a.Backend.Ternary(kernel, a, b, c, y);
        return y;
    }
}
