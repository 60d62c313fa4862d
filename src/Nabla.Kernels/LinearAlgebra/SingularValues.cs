using System.Numerics;

namespace Nabla.Kernels.LinearAlgebra;

/// <summary>A = U·diag(s)·Vᵀ by one-sided Jacobi rotations.</summary>
/// <remarks>
/// Columns are rotated in pairs until all are orthogonal; their lengths are the singular values. Small singular values come out with high relative accuracy: Demmel and Veselić (1992).
/// </remarks>
public static unsafe class SingularValues
{
    private const int Sweeps = 60;

    /// <summary>Decomposes A.</summary>
    /// <param name="m">Rows, at least <paramref name="n"/>.</param>
    /// <param name="n">Columns.</param>
    /// <param name="columns">Aᵀ [n, m], row by row; overwritten with Uᵀ.</param>
    /// <param name="s">Receives the n singular values, largest first.</param>
    /// <param name="right">Receives Vᵀ [n, n].</param>
    /// <returns>False when there is NaN or infinity.</returns>
    public static bool Run<T>(long m, long n, T* columns, T* s, T* right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new Span<T>(right, checked((int)(n * n))).Clear();
        for (long i = 0; i < n; i++) right[(i * n) + i] = T.One;
        // Products of m terms are known to about √m units in the last place.
        T tolerance = (sizeof(T) == 8 ? T.CreateChecked(2.2e-16) : T.CreateChecked(1.2e-7)) * T.Max(T.One, T.Sqrt(T.CreateChecked(m)));
        bool rotated = true;
        for (int sweep = 0; sweep < Sweeps && rotated; sweep++)
        {
            rotated = false;
            for (long p = 0; p < n - 1; p++)
            {
                for (long q = p + 1; q < n; q++) rotated |= Orthogonalize(m, n, columns + (p * m), columns + (q * m), right + (p * n), right + (q * n), tolerance);
            }
        }
        for (long i = 0; i < n; i++)
        {
            s[i] = T.Sqrt(Rows.Dot(m, columns + (i * m), columns + (i * m)));
            if (!T.IsFinite(s[i])) return false;
        }
        Sort(m, n, columns, s, right);
        Normalize(m, n, columns, s, tolerance);
        return true;
    }

    private static bool Orthogonalize<T>(long m, long n, T* x, T* y, T* v, T* w, T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T alpha = Rows.Dot(m, x, x), beta = Rows.Dot(m, y, y), gamma = Rows.Dot(m, x, y);
        // What is left of a dependent column is rounding noise, which no rotation can make orthogonal.
        T negligible = tolerance * tolerance;
        if (T.Min(alpha, beta) <= T.Max(alpha, beta) * negligible * negligible) return false;
        if (T.Abs(gamma) <= tolerance * T.Sqrt(alpha) * T.Sqrt(beta)) return false;
        T zeta = (beta - alpha) / (gamma + gamma);
        T t = (zeta >= T.Zero ? T.One : T.NegativeOne) / (T.Abs(zeta) + T.Hypot(T.One, zeta));
        T c = T.One / T.Hypot(T.One, t);
        Rows.Rotate(m, c, c * t, x, y);
        Rows.Rotate(n, c, c * t, v, w);
        return true;
    }

    private static void Sort<T>(long m, long n, T* columns, T* s, T* right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < n - 1; i++)
        {
            long best = i;
            for (long j = i + 1; j < n; j++)
            {
                if (s[j] > s[best]) best = j;
            }
            if (best == i) continue;
            (s[i], s[best]) = (s[best], s[i]);
            Rows.Swap(m, columns + (i * m), columns + (best * m));
            Rows.Swap(n, right + (i * n), right + (best * n));
        }
    }

    /// <summary>Divides by the lengths; a column of length 0 becomes any unit vector orthogonal to the others.</summary>
    private static void Normalize<T>(long m, long n, T* columns, T* s, T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T least = n == 0 ? T.Zero : s[0] * tolerance * tolerance;
        long unit = 0;
        for (long i = 0; i < n; i++)
        {
            T* own = columns + (i * m);
            if (s[i] > least)
            {
                Rows.Scale(m, T.One / s[i], own);
                continue;
            }
            for (; unit < m; unit++)
            {
                new Span<T>(own, (int)m).Clear();
                own[unit] = T.One;
                for (int pass = 0; pass < 2; pass++)
                {
                    for (long j = 0; j < i; j++) Rows.AddMultiple(m, -Rows.Dot(m, own, columns + (j * m)), columns + (j * m), own);
                }
                T length = T.Sqrt(Rows.Dot(m, own, own));
                if (length < T.CreateChecked(0.01) / T.Sqrt(T.CreateChecked(m))) continue;
                Rows.Scale(m, T.One / length, own);
                unit++;
                break;
            }
        }
    }
}
