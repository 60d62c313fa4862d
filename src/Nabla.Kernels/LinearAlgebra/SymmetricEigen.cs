namespace Nabla.Kernels.LinearAlgebra;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix: reduction to three diagonals, then implicit QL steps.</summary>
/// <remarks>Bowdler, Martin, Reinsch and Wilkinson (Handbook for Automatic Computation, 1971): tred2 and tql2. O(n³).</remarks>
public static unsafe class SymmetricEigen
{
    private const int MostSteps = 60;

    /// <summary>Decomposes A = Vᵀ·diag(d)·V where the rows of V are eigenvectors.</summary>
    /// <param name="n">Order.</param>
    /// <param name="v">The symmetric A [n, n]; receives one eigenvector a row.</param>
    /// <param name="d">Receives the eigenvalues, smallest first.</param>
    /// <param name="e">Scratch of n numbers.</param>
    /// <returns>False when it does not converge, which only happens with NaN or infinity.</returns>
    public static bool Run(long n, double* v, double* d, double* e)
    {
        if (n == 0) return true;
        Tridiagonalize(n, v, d, e);
        Transpose(n, v);
        if (!Diagonalize(n, v, d, e)) return false;
        for (long i = 0; i < n; i++)
        {
            if (!double.IsFinite(d[i])) return false;
        }
        for (long i = 0; i < n - 1; i++)
        {
            long best = i;
            for (long j = i + 1; j < n; j++)
            {
                if (d[j] < d[best]) best = j;
            }
            if (best == i) continue;
            (d[i], d[best]) = (d[best], d[i]);
            Rows.Swap(n, v + (i * n), v + (best * n));
        }
        return true;
    }

    private static void Tridiagonalize(long n, double* v, double* d, double* e)
    {
        for (long j = 0; j < n; j++) d[j] = v[((n - 1) * n) + j];
        for (long i = n - 1; i > 0; i--)
        {
            double scale = 0, h = 0;
            for (long k = 0; k < i; k++) scale += Math.Abs(d[k]);
            if (scale == 0)
            {
                e[i] = d[i - 1];
                for (long j = 0; j < i; j++)
                {
                    d[j] = v[((i - 1) * n) + j];
                    v[(i * n) + j] = 0;
                    v[(j * n) + i] = 0;
                }
            }
            else
            {
                h = ReduceRow(i, n, scale, v, d, e);
            }
            d[i] = h;
        }
        Accumulate(n, v, d, e);
    }

    private static double ReduceRow(long i, long n, double scale, double* v, double* d, double* e)
    {
        double h = 0;
        for (long k = 0; k < i; k++)
        {
            d[k] /= scale;
            h += d[k] * d[k];
        }
        double f = d[i - 1], g = f > 0 ? -Math.Sqrt(h) : Math.Sqrt(h);
        e[i] = scale * g;
        h -= f * g;
        d[i - 1] = f - g;
        for (long j = 0; j < i; j++) e[j] = 0;
        for (long j = 0; j < i; j++)
        {
            f = d[j];
            v[(j * n) + i] = f;
            g = e[j] + (v[(j * n) + j] * f);
            for (long k = j + 1; k < i; k++)
            {
                g += v[(k * n) + j] * d[k];
                e[k] += v[(k * n) + j] * f;
            }
            e[j] = g;
        }
        f = 0;
        for (long j = 0; j < i; j++)
        {
            e[j] /= h;
            f += e[j] * d[j];
        }
        double hh = f / (h + h);
        for (long j = 0; j < i; j++) e[j] -= hh * d[j];
        for (long j = 0; j < i; j++)
        {
            f = d[j];
            g = e[j];
            for (long k = j; k < i; k++) v[(k * n) + j] -= (f * e[k]) + (g * d[k]);
            d[j] = v[((i - 1) * n) + j];
            v[(i * n) + j] = 0;
        }
        return h;
    }

    private static void Accumulate(long n, double* v, double* d, double* e)
    {
        for (long i = 0; i < n - 1; i++)
        {
            v[((n - 1) * n) + i] = v[(i * n) + i];
            v[(i * n) + i] = 1;
            double h = d[i + 1];
            if (h != 0)
            {
                for (long k = 0; k <= i; k++) d[k] = v[(k * n) + i + 1] / h;
                for (long j = 0; j <= i; j++)
                {
                    double g = 0;
                    for (long k = 0; k <= i; k++) g += v[(k * n) + i + 1] * v[(k * n) + j];
                    for (long k = 0; k <= i; k++) v[(k * n) + j] -= g * d[k];
                }
            }
            for (long k = 0; k <= i; k++) v[(k * n) + i + 1] = 0;
        }
        for (long j = 0; j < n; j++)
        {
            d[j] = v[((n - 1) * n) + j];
            v[((n - 1) * n) + j] = 0;
        }
        v[(n * n) - 1] = 1;
        e[0] = 0;
    }

    private static bool Diagonalize(long n, double* v, double* d, double* e)
    {
        for (long i = 1; i < n; i++) e[i - 1] = e[i];
        e[n - 1] = 0;
        double f = 0, test = 0;
        for (long l = 0; l < n; l++)
        {
            test = Math.Max(test, Math.Abs(d[l]) + Math.Abs(e[l]));
            long m = l;
            while (m < n - 1 && Math.Abs(e[m]) > 2.220446049250313e-16 * test) m++;
            if (m > l)
            {
                int steps = 0;
                do
                {
                    if (++steps > MostSteps || double.IsNaN(test)) return false;
                    f += Step(n, l, m, v, d, e);
                }
                while (Math.Abs(e[l]) > 2.220446049250313e-16 * test);
            }
            d[l] += f;
            e[l] = 0;
        }
        return true;
    }

    /// <summary>One implicit QL step on l..m; returns the shift.</summary>
    private static double Step(long n, long l, long m, double* v, double* d, double* e)
    {
        double g = d[l], p = (d[l + 1] - g) / (2 * e[l]), r = double.Hypot(p, 1);
        if (p < 0) r = -r;
        d[l] = e[l] / (p + r);
        d[l + 1] = e[l] * (p + r);
        double dl1 = d[l + 1], shift = g - d[l];
        for (long i = l + 2; i < n; i++) d[i] -= shift;
        p = d[m];
        double c = 1, c2 = c, c3 = c, el1 = e[l + 1], s = 0, s2 = 0;
        for (long i = m - 1; i >= l; i--)
        {
            c3 = c2;
            c2 = c;
            s2 = s;
            g = c * e[i];
            double h = c * p;
            r = double.Hypot(p, e[i]);
            e[i + 1] = s * r;
            s = e[i] / r;
            c = p / r;
            p = (c * d[i]) - (s * g);
            d[i + 1] = h + (s * ((c * g) + (s * d[i])));
            Rows.Rotate(n, c, s, v + (i * n), v + ((i + 1) * n));
        }
        p = -s * s2 * c3 * el1 * e[l] / dl1;
        e[l] = s * p;
        d[l] = c * p;
        return shift;
    }

    private static void Transpose(long n, double* v)
    {
        for (long i = 0; i < n; i++)
        {
            for (long j = i + 1; j < n; j++) (v[(i * n) + j], v[(j * n) + i]) = (v[(j * n) + i], v[(i * n) + j]);
        }
    }
}
