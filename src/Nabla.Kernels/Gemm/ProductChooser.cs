using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gemm;

/// <summary>Sends one product to the kernel that suits its shape and the machine's vectors.</summary>
internal static unsafe class ProductChooser
{
    /// <summary>Computes the product for any supported element type.</summary>
    public static void Run<T, TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        if (p.M == 0 || p.N == 0)
            return;
        bool real = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (real && Lanes512<T>.IsAccelerated)
            Real<Lanes512<T>, T, TEpilogue>(p, epilogue);
        else if (real && Lanes256<T>.IsAccelerated)
            Real<Lanes256<T>, T, TEpilogue>(p, epilogue);
        else if (real && Lanes128<T>.IsAccelerated)
            Real<Lanes128<T>, T, TEpilogue>(p, epilogue);
        else if (real)
            Real<Lanes1<T>, T, TEpilogue>(p, epilogue);
        else if (Lanes256<T>.IsAccelerated)
            SimpleProduct<Lanes256<T>, T>.Run(p, epilogue);
        else if (Lanes128<T>.IsAccelerated)
            SimpleProduct<Lanes128<T>, T>.Run(p, epilogue);
        else
            SimpleProduct<Lanes1<T>, T>.Run(p, epilogue);
    }

    private static void Real<TLanes, T, TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        if (p.Panels != null && p.K > 0)
        {
            ProductForm<TLanes, T>.Run(p, epilogue);
            return;
        }
        if (p.K == 0)
        {
            SimpleProduct<TLanes, T>.Run(p, epilogue);
            return;
        }
        if (VectorProduct<TLanes, T>.Takes(p))
        {
            VectorProduct<TLanes, T>.Run(p, epilogue);
            return;
        }
        Product<T> swapped = p.Transposed();
        if (VectorProduct<TLanes, T>.Takes(swapped))
            VectorProduct<TLanes, T>.Run(swapped, new TransposedEpilogue<T, TEpilogue>(epilogue));
        else if ((p.CCol != 1 && p.CRow == 1) || ReadsRowsOfB(p))
            ProductForm<TLanes, T>.Run(swapped, new TransposedEpilogue<T, TEpilogue>(epilogue));
        else
            ProductForm<TLanes, T>.Run(p, epilogue);
    }

    /// <summary>
    /// Few rows of A against a large B whose columns are contiguous (a linear layer on a small batch): transposing B into panels
    /// would cost more than the product, but as the left operand of the transposed product it is read in place.
    /// </summary>
    private static bool ReadsRowsOfB<T>(in Product<T> p)
        where T : unmanaged => p.BRow == 1 && p.BCol != 1 && p.M <= 48 && p.N >= 2 * p.M && p.K >= 64;
}
