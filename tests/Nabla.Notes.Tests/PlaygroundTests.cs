using Nabla.Notes.Playground;

namespace Nabla.Notes.Tests;

public sealed class PlaygroundTests
{
    [Theory]
    [InlineData("insertion")]
    [InlineData("merge")]
    [InlineData("intro")]
    [InlineData("heap")]
    public void Traces_of_sorts_compare_what_they_say_and_end_sorted(string algorithm)
    {
        int[] values = [.. Enumerable.Range(0, 40).Select(i => i * 37 % 41 - 20)];
        TraceReply trace = SortTrace.Run(new(values, algorithm));
        Assert.Equal(values.Order(), trace.Final.Select(id => values[id]));
        Assert.All(trace.Steps, step => Assert.Equal(values[step.A] < values[step.B], step.Less));
        Assert.NotEmpty(trace.Steps);
    }

    [Fact]
    public void Heapify_push_and_pop_leave_heaps()
    {
        int[] values = [9, 4, 7, 1, 8, 2];
        foreach ((string algorithm, int count) in new[] { ("heapify", 6), ("push", 6), ("pop", 5) })
        {
            int[] heap = [.. SortTrace.Run(new(values, algorithm)).Final.Select(id => values[id])];
            for (int i = 1; i < count; i++) Assert.True(heap[(i - 1) / 2] <= heap[i]);
            if (algorithm == "pop") Assert.Equal(1, heap[^1]);
        }
    }

    [Fact]
    public void Windows_show_the_deque_and_the_maxima()
    {
        WindowReply reply = WindowTrace.Run(new([1, 3, -1, -3, 5, 3, 6, 7], 3));
        Assert.Equal([3, 3, 5, 5, 6, 7], reply.Maxima);
        Assert.Equal([1, 2, 3], reply.Steps[3].Candidates);
        Assert.Equal([4], reply.Steps[4].Candidates);
        Assert.Equal(reply.Maxima, reply.Steps.Where(step => step.IsFull).Select(step => step.Maximum));
    }

    [Fact]
    public void The_knapsack_table_leads_back_to_the_items()
    {
        int[] weights = [1, 3, 4, 5, 2], values = [1, 4, 5, 7, 3];
        KnapsackReply reply = KnapsackTable.Run(new(weights, values, 9));
        Assert.Equal(reply.Value, reply.Items.Sum(i => values[i]));
        Assert.InRange(reply.Items.Sum(i => weights[i]), 0, 9);
        // Every choice of items, tried out.
        int best = Enumerable.Range(0, 32).Where(set => Sum(weights, set) <= 9).Max(set => Sum(values, set));
        Assert.Equal(best, reply.Value);
        Assert.Equal(best, reply.Table[5][9]);
        Assert.Equal([0, 9 - reply.Items.Sum(i => weights[i])], reply.Path[^1]);

        static int Sum(int[] numbers, int set) => numbers.Where((_, i) => (set >> i & 1) != 0).Sum();
    }

    [Fact]
    public void Slopes_are_those_of_the_functions()
    {
        foreach (ActivationChoice choice in ActivationLab.Choices)
        {
            ActivationReply reply = ActivationLab.Run(new(choice.Name, choice.Value, 0, 1));
            for (int i = 1; i + 1 < reply.X.Length; i++)
            {
                // Corners have no slope; a straight piece or a smooth one has the difference's.
                double right = (reply.Y[i + 1]!.Value - reply.Y[i]!.Value) / (reply.X[i + 1] - reply.X[i]), left = (reply.Y[i]!.Value - reply.Y[i - 1]!.Value) / (reply.X[i] - reply.X[i - 1]);
                if (Math.Abs(right - left) < 0.2) Assert.InRange(reply.Slope[i]!.Value, Math.Min(left, right) - 0.05, Math.Max(left, right) + 0.05);
            }
            Assert.InRange(reply.OutputHistogram.Sum(), 0.999, 1.001);
        }
        Assert.InRange(ActivationLab.Run(new("ReLU", 0, 0, 1)).Dead, 0.45, 0.55);
    }

    [Fact]
    public void A_drawn_digit_is_recognised()
    {
        string[] one = ["...##...", "..###...", "...##...", "...##...", "...##...", "...##...", "...##...", "..####.."];
        int[] pixels = [.. string.Concat(one).Select(dot => dot == '#' ? 240 : 0)];
        Sketchpad pad = Sketchpad.Load("digits", "Digit");
        DrawReply reply = pad.Run(pixels);
        Assert.InRange(reply.Probabilities.Sum(), 0.999f, 1.001f);
        Assert.Equal("1", reply.Classes[Array.IndexOf(reply.Probabilities, reply.Probabilities.Max())]);
        Assert.Equal([8, 16, 32], reply.Layers.Select(layer => layer.Channels.Length));
        Assert.All(reply.Layers, layer => Assert.All(layer.Channels, channel => Assert.Equal(layer.Height * layer.Width, channel.Length)));
        Assert.Equal(reply.Attention.Height * reply.Attention.Width, reply.Attention.Channels[0].Length);
    }

    [Fact]
    public void Questions_at_the_same_time_get_the_same_answer()
    {
        Sketchpad pad = Sketchpad.Load("garments", "Garment");
        int[] pixels = [.. Enumerable.Range(0, 784).Select(i => i % 28 is > 8 and < 20 ? 200 : 0)];
        float[] expected = pad.Run(pixels).Probabilities;
        Parallel.For(0, 8, _ => Assert.Equal(expected, pad.Run(pixels).Probabilities));
    }
}
