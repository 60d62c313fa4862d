namespace Nabla;

/// <summary>Einstein summation.</summary>
public static class EinsumExtensions
{
    // Axes of an ellipsis get names of their own, counted from the last.
    private const int EllipsisBase = 0x10000;

    extension(Tensor)
    {
        /// <summary>
        /// Products summed over every letter that the result does not have, such as <c>"bij,bjk->bik"</c>. A letter twice in one
        /// operand takes a diagonal; <c>...</c> stands for axes that broadcast. Without <c>-></c> the result has the ellipsis and
        /// then the letters that occur once, in alphabetical order.
        /// </summary>
        /// <param name="equation">The letters of each operand's axes, separated by commas.</param>
        /// <param name="operands">One or more tensors; contracted from left to right through matrix products.</param>
        /// <exception cref="ArgumentException">The equation is malformed, or does not have one term an operand.</exception>
        /// <exception cref="ShapeMismatchException">A letter stands for different extents, or a term has another number of letters than its operand has axes.</exception>
        [Export("einsum")]
        public static Tensor Einsum(string equation, params IReadOnlyList<Tensor> operands)
        {
            ArgumentNullException.ThrowIfNull(equation);
            ArgumentNullException.ThrowIfNull(operands);
            string compact = equation.Replace(" ", "", StringComparison.Ordinal);
            string[] sides = compact.Split("->");
            string[] terms = sides[0].Split(',');
            if (sides.Length > 2) throw new ArgumentException($"\"{equation}\" has more than one arrow.", nameof(equation));
            if (terms.Length != operands.Count) throw new ArgumentException($"\"{equation}\" has {terms.Length} terms for {operands.Count} operands.", nameof(equation));

            Term[] parts = new Term[terms.Length];
            int dots = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                int[] names = Names(terms[i], operands[i].Rank, equation);
                dots = Math.Max(dots, names.Count(name => name >= EllipsisBase));
                parts[i] = Diagonals(new(operands[i], names), equation);
            }
            int[] output = sides.Length == 2 ? OutputNames(sides[1], dots, equation) : Implied(terms, dots);
            foreach (int name in output)
            {
                if (!parts.Any(part => part.Names.Contains(name))) throw new ArgumentException($"The result of \"{equation}\" has a letter that no operand has.", nameof(equation));
            }
            CheckExtents(parts, equation);

            Term total = parts[0];
            if (parts.Length == 1) total = Reduce(total, output);
            for (int i = 1; i < parts.Length; i++)
            {
                int[] needed = [.. output.Concat(parts.Skip(i + 1).SelectMany(part => part.Names)).Distinct()];
                total = Contract(total, parts[i], needed);
            }
            return Arrange(total, output);
        }
    }

    private static int[] Names(string term, int rank, string equation)
    {
        int ellipsis = term.IndexOf("...", StringComparison.Ordinal);
        string letters = ellipsis < 0 ? term : term.Remove(ellipsis, 3);
        if (!letters.All(char.IsAsciiLetter)) throw new ArgumentException($"The term \"{term}\" of \"{equation}\" may hold letters and one ellipsis only.", nameof(equation));
        int dots = rank - letters.Length;
        if (dots < 0 || (ellipsis < 0 && dots > 0))
            throw new ShapeMismatchException($"The term \"{term}\" of \"{equation}\" does not fit an operand with {rank} axes.", nameof(equation));
        List<int> names = [.. letters.Select(letter => (int)letter)];
        if (ellipsis >= 0) names.InsertRange(ellipsis, Enumerable.Range(0, dots).Select(i => EllipsisBase + dots - 1 - i));
        return [.. names];
    }

    private static int[] OutputNames(string side, int dots, string equation)
    {
        int letters = side.Replace("...", "", StringComparison.Ordinal).Length;
        int[] names = Names(side, side.Contains("...", StringComparison.Ordinal) ? letters + dots : letters, equation);
        return names.Distinct().Count() == names.Length ? names : throw new ArgumentException($"The result of \"{equation}\" names an axis twice.", nameof(equation));
    }

    private static int[] Implied(string[] terms, int dots)
    {
        IEnumerable<int> letters = terms.SelectMany(term => term).Where(char.IsAsciiLetter).GroupBy(letter => letter).Where(group => group.Count() == 1).Select(group => (int)group.Key).Order();
        return [.. Enumerable.Range(0, dots).Select(i => EllipsisBase + dots - 1 - i), .. letters];
    }

    private static void CheckExtents(Term[] parts, string equation)
    {
        Dictionary<int, long> extents = [];
        foreach (Term part in parts)
        {
            for (int i = 0; i < part.Names.Length; i++)
            {
                long extent = part.Tensor.Shape[i], known = extents.GetValueOrDefault(part.Names[i], 1);
                if (known != 1 && extent != 1 && known != extent)
                    throw new ShapeMismatchException($"An axis of \"{equation}\" has extents {known} and {extent}.", nameof(equation));
                extents[part.Names[i]] = known == 1 ? extent : known;
            }
        }
    }

    /// <summary>Takes the diagonal of axes with the same name.</summary>
    private static Term Diagonals(Term term, string equation)
    {
        for (int i = 0; i < term.Names.Length; i++)
        {
            int twin = Array.IndexOf(term.Names, term.Names[i], i + 1);
            if (twin < 0) continue;
            if (term.Tensor.Shape[i] != term.Tensor.Shape[twin])
                throw new ShapeMismatchException($"A letter of \"{equation}\" repeats in an operand of shape {term.Tensor.Shape} with different extents.", nameof(equation));
            List<int> names = [.. term.Names];
            names.RemoveAt(twin);
            names.RemoveAt(i);
            return Diagonals(new(term.Tensor.Diagonal(0, i, twin), [.. names, term.Names[i]]), equation);
        }
        return term;
    }

    /// <summary>Sums over the axes that nobody needs.</summary>
    private static Term Reduce(Term term, int[] needed)
    {
        int[] axes = [.. Enumerable.Range(0, term.Names.Length).Where(i => !needed.Contains(term.Names[i]))];
        return axes.Length == 0 ? term : new(term.Tensor.Sum(axes), [.. term.Names.Where(needed.Contains)]);
    }

    private static Term Contract(Term a, Term b, int[] needed)
    {
        a = Reduce(a, [.. needed, .. b.Names]);
        b = Reduce(b, [.. needed, .. a.Names]);
        int[] shared = [.. a.Names.Intersect(b.Names)];
        // An axis of extent 1 on one side only broadcasts: summed there, it is no longer shared.
        foreach (int name in shared)
        {
            long m = a.Extent(name), n = b.Extent(name);
            if (m == n) continue;
            if (m == 1) a = a.Drop(name);
            else b = b.Drop(name);
            if (!needed.Contains(name))
            {
                a = Reduce(a, [.. a.Names.Except([name])]);
                b = Reduce(b, [.. b.Names.Except([name])]);
            }
        }
        int[] batch = [.. a.Names.Intersect(b.Names).Intersect(needed)], inner = [.. a.Names.Intersect(b.Names).Except(needed)];
        int[] left = [.. a.Names.Except(b.Names)], right = [.. b.Names.Except(a.Names)];
        long lots = a.Size(batch), rows = a.Size(left), depth = a.Size(inner), columns = b.Size(right);
        Shape shape = new([.. batch.Select(a.Extent), .. left.Select(a.Extent), .. right.Select(b.Extent)]);
        Tensor x = Arrange(a, [.. batch, .. left, .. inner]).Reshape(lots, rows, depth), y = Arrange(b, [.. batch, .. inner, .. right]).Reshape(lots, depth, columns);
        return new(x.MatMul(y).Reshape(shape), [.. batch, .. left, .. right]);
    }

    private static Tensor Arrange(Term term, int[] order)
    {
        term = Reduce(term, order);
        return term.Tensor.Permute([.. order.Select(name => Array.IndexOf(term.Names, name))]);
    }

    /// <summary>An operand and the names of its axes.</summary>
    private readonly record struct Term(Tensor Tensor, int[] Names)
    {
        public long Extent(int name) => Tensor.Shape[Array.IndexOf(Names, name)];

        public long Size(int[] names)
        {
            long size = 1;
            foreach (int name in names) size *= Extent(name);
            return size;
        }

        public Term Drop(int name)
        {
            int axis = Array.IndexOf(Names, name);
            return new(Tensor.Squeeze(axis), [.. Names.Where(other => other != name)]);
        }
    }
}
