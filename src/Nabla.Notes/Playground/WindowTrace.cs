using Nabla.Algorithms.Sequences;

namespace Nabla.Notes.Playground;

/// <summary>Pushes values into a <see cref="SlidingMaximum{T}"/> and shows its deque after each.</summary>
internal static class WindowTrace
{
    public const int Most = 40;

    public static WindowReply Run(WindowRequest request)
    {
        int[] values = InputException.Check(request.Values, "values", 1, Most, -999, 999);
        int size = InputException.Check(request.Size, "size", 1, values.Length);
        SlidingMaximum<int> window = new(size);
        List<WindowStep> steps = [];
        Span<long> room = stackalloc long[Most];
        foreach (int value in values)
        {
            int maximum = window.Push(value);
            int[] candidates = new int[window.Candidates(room)];
            for (int i = 0; i < candidates.Length; i++) candidates[i] = (int)room[i];
            steps.Add(new((int)window.Count - 1, candidates, (int)window.Position, maximum, window.IsFull));
        }
        int[] maxima = new int[values.Length - size + 1];
        SlidingWindow.Max<int>(values, size, maxima);
        return new([.. steps], maxima);
    }
}
