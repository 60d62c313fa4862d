namespace Nabla;

/// <summary>Products of many matrices.</summary>
public static class MultiDotExtensions
{
    extension(Tensor)
    {
        /// <summary>The product of a chain of matrices, multiplied in the order that needs the fewest multiplications; the first may be a row and the last a column.</summary>
        /// <remarks>Matrix-chain order by dynamic programming, O(n³) in the number of factors: Godbole 1973, "On efficient computation of matrix chain products".</remarks>
        /// <exception cref="ArgumentException">There are fewer than two factors.</exception>
        /// <exception cref="ShapeMismatchException">The factors do not fit together.</exception>
        [Export("linalg.multi_dot", "chain_matmul")]
        public static Tensor MultiDot(params IReadOnlyList<Tensor> factors)
        {
            ArgumentNullException.ThrowIfNull(factors);
            int n = factors.Count;
            if (n < 2) throw new ArgumentException($"A chain needs at least two factors; got {n}.", nameof(factors));
            Tensor[] chain = [.. factors];
            bool row = chain[0].Rank == 1, column = chain[^1].Rank == 1;
            if (row) chain[0] = chain[0].Unsqueeze(0);
            if (column) chain[^1] = chain[^1].Unsqueeze(-1);
            for (int i = 0; i < n; i++)
            {
                if (chain[i].Rank != 2 || (i > 0 && chain[i - 1].Shape[1] != chain[i].Shape[0]))
                    throw new ShapeMismatchException($"Factor {i} of the chain has shape {factors[i].Shape}, which does not fit: {string.Join(" · ", factors.Select(factor => factor.Shape.ToString()))}.", nameof(factors));
            }
            Tensor product = Range(chain, Cuts(chain), 0, n - 1);
            if (column) product = product.Squeeze(-1);
            return row ? product.Squeeze(0) : product;
        }
    }

    /// <summary>Where to cut the chain from i to j so that the fewest multiplications remain.</summary>
    private static int[,] Cuts(Tensor[] chain)
    {
        int n = chain.Length;
        double[,] cost = new double[n, n];
        int[,] cut = new int[n, n];
        for (int length = 1; length < n; length++)
        {
            for (int i = 0; i + length < n; i++)
            {
                int j = i + length;
                cost[i, j] = double.PositiveInfinity;
                for (int k = i; k < j; k++)
                {
                    double here = cost[i, k] + cost[k + 1, j] + ((double)chain[i].Shape[0] * chain[k].Shape[1] * chain[j].Shape[1]);
                    if (here < cost[i, j]) (cost[i, j], cut[i, j]) = (here, k);
                }
            }
        }
        return cut;
    }

    private static Tensor Range(Tensor[] chain, int[,] cut, int from, int to) =>
        from == to ? chain[from] : Range(chain, cut, from, cut[from, to]).MatMul(Range(chain, cut, cut[from, to] + 1, to));
}
