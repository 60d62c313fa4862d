using Nabla.Algorithms.Combinatorics;

namespace Nabla.Notes.Playground;

/// <summary>The table of <see cref="Knapsack.ZeroOneTable"/>, and the items that <see cref="Knapsack.Solve"/> chooses.</summary>
internal static class KnapsackTable
{
    public const int MostItems = 12, MostCapacity = 60, MostWeight = 60, MostValue = 999;

    public static KnapsackReply Run(KnapsackRequest request)
    {
        int[] weights = InputException.Check(request.Weights, "weights", 1, MostItems, 0, MostWeight);
        int[] values = InputException.Check(request.Values, "values", 1, MostItems, 0, MostValue);
        if (weights.Length != values.Length) throw new InputException($"There are {weights.Length} weights but {values.Length} values.");
        int capacity = InputException.Check(request.Capacity, "capacity", 0, MostCapacity);
        int[,] table = Knapsack.ZeroOneTable<int>(weights, values, capacity);
        KnapsackChoice<int> choice = Knapsack.Solve<int>(weights, values, capacity)!;
        int[][] rows = new int[weights.Length + 1][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new int[capacity + 1];
            for (int c = 0; c <= capacity; c++) rows[i][c] = table[i, c];
        }
        return new(rows, choice.Value, choice.Items, Path(weights, choice.Items, capacity));
    }

    /// <summary>The cells that explain the choice, from the last row upwards: [row, capacity left].</summary>
    private static int[][] Path(int[] weights, int[] items, int capacity)
    {
        int[][] path = new int[weights.Length + 1][];
        int left = capacity;
        for (int i = weights.Length; i >= 0; i--)
        {
            path[weights.Length - i] = [i, left];
            if (i > 0 && items.Contains(i - 1)) left -= weights[i - 1];
        }
        return path;
    }
}
