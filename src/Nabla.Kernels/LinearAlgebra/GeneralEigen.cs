using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Nabla.Kernels.LinearAlgebra;

/// <summary>Eigenvalues and right eigenvectors of a general real matrix, which may be complex; Hessenberg reduction and QR steps (MathNet.Numerics).</summary>
public static unsafe class GeneralEigen
{
    /// <summary>Decomposes A·v = λ·v; vectors have length 1, and their largest component is real.</summary>
    /// <param name="n">Order.</param>
    /// <param name="a">A [n, n], row by row.</param>
    /// <param name="values">Receives n complex numbers: real and imaginary part in turn.</param>
    /// <param name="vectors">Receives [n, n] complex numbers, one eigenvector a column.</param>
    public static void Run(long n, double* a, double* values, double* vectors)
    {
        int order = checked((int)n);
        if (order == 0) return;
        DenseMatrix matrix = DenseMatrix.Create(order, order, (i, j) => a[((long)i * n) + j]);
        Evd<double> evd = matrix.Evd(Symmetricity.Asymmetric);
        Matrix<double> packed = evd.EigenVectors;
        for (int j = 0; j < order; j++)
        {
            System.Numerics.Complex value = evd.EigenValues[j];
            values[2 * j] = value.Real;
            values[(2 * j) + 1] = value.Imaginary;
            // A conjugate pair has its real and imaginary parts in two neighbouring columns.
            int first = value.Imaginary < 0 ? j - 1 : j;
            double sign = Math.Sign(value.Imaginary);
            for (int i = 0; i < order; i++)
            {
                vectors[2 * ((i * n) + j)] = packed[i, first];
                vectors[(2 * ((i * n) + j)) + 1] = sign == 0 ? 0 : sign * packed[i, first + 1];
            }
            Normalize(order, vectors + (2 * j), 2 * n);
        }
    }

    private static void Normalize(int n, double* x, long stride)
    {
        double sum = 0, largest = -1, re = 1, im = 0;
        for (int i = 0; i < n; i++)
        {
            double a = x[i * stride], b = x[(i * stride) + 1], square = (a * a) + (b * b);
            sum += square;
            if (square > largest * (1 + 1e-12)) (largest, re, im) = (square, a, b);
        }
        double length = Math.Sqrt(sum), turn = im == 0 ? 1 : Math.Sqrt(largest);
        (double c, double s) = im == 0 ? (1 / length, 0.0) : (re / turn / length, -im / turn / length);
        for (int i = 0; i < n; i++)
        {
            double a = x[i * stride], b = x[(i * stride) + 1];
            x[i * stride] = (a * c) - (b * s);
            x[(i * stride) + 1] = (a * s) + (b * c);
        }
    }
}
