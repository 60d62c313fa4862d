using Nabla.Kernels.Recurrent;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Recurrent;

public sealed class RecurrenceTests
{
    /// <summary>Kind, sizes of the steps, units, projection, direction.</summary>
    public static TheoryData<RecurrentKind, long[], int, int, bool> Layers
    {
        get
        {
            TheoryData<RecurrentKind, long[], int, int, bool> rows = [];
            foreach (RecurrentKind kind in Enum.GetValues<RecurrentKind>())
            {
                rows.Add(kind, [1], 1, 0, false);
                rows.Add(kind, [1, 1, 1], 19, 0, true);
                rows.Add(kind, [2, 2, 2], 67, 0, false);
                rows.Add(kind, [7, 7], 8, 0, true);
                rows.Add(kind, [5, 4, 4, 1], 5, 0, false);
                rows.Add(kind, [9, 4, 3], 17, 0, true);
            }
            rows.Add(RecurrentKind.Lstm, [3, 2], 9, 4, false);
            rows.Add(RecurrentKind.Lstm, [8, 8, 5], 20, 17, true);
            return rows;
        }
    }

    [Theory, MemberData(nameof(Layers))]
    public void Forward_follows_the_definition(RecurrentKind kind, long[] sizes, int hidden, int projection, bool reverse)
    {
        RecurrentCase layer = new(kind, sizes, hidden, projection, reverse);
        double[] expected = new RecurrentReference(layer).Forward();
        Close.To<double>(expected, layer.Run<double>().Forward, 1e-12, "double");
        Close.To<double>(expected, layer.Run<float>().Forward, 1e-5, "float");
    }

    [Theory, MemberData(nameof(Layers))]
    public void Backward_follows_central_differences(RecurrentKind kind, long[] sizes, int hidden, int projection, bool reverse)
    {
        RecurrentCase layer = new(kind, sizes, hidden, projection, reverse);
        RecurrentReference reference = new(layer);
        double[] all = layer.Run<double>().Backward;
        int sums = layer.Rows * layer.Gates, states = layer.Batch * layer.State, at = kind == RecurrentKind.Gru ? 2 * sums : sums;
        Check("sums", all[..sums]);
        Check("initial", all[at..(at + states)]);
        if (kind == RecurrentKind.Lstm) Check("cell", all[(at + states)..(at + states + (layer.Batch * hidden))]);

        void Check(string what, double[] found)
        {
            for (int i = 0; i < found.Length; i += 1 + (found.Length / 40)) Close.To<double>([reference.Slope(what, i)], [found[i]], 6e-8, $"{what} {i}");
        }
    }

    [Theory, InlineData(RecurrentKind.Lstm, 300), InlineData(RecurrentKind.Gru, 270), InlineData(RecurrentKind.Tanh, 515)]
    public void Deep_products_stay_accurate_in_single_precision(RecurrentKind kind, int hidden)
    {
        RecurrentCase layer = new(kind, [6, 6, 3], hidden, 0, false);
        (double[] y, double[] gradients) = layer.Run<float>();
        (double[] exact, double[] slopes) = layer.Run<double>();
        Close.To<double>(exact, y, 2e-5, "y");
        Close.To<double>(slopes, gradients, 1e-4, "gradients");
    }

    [Theory]
    [InlineData(RecurrentKind.Lstm, 40, 37, 21)]
    [InlineData(RecurrentKind.Gru, 40, 64, 0)]
    [InlineData(RecurrentKind.Lstm, 2, 300, 0)]
    [InlineData(RecurrentKind.Gru, 1, 300, 0)]
    [InlineData(RecurrentKind.Tanh, 3, 500, 0)]
    public void The_bits_do_not_depend_on_the_threads(RecurrentKind kind, int batch, int hidden, int projection)
    {
        RecurrentCase layer = new(kind, [batch, batch, batch, Math.Max(1, batch / 2), 1], hidden, projection, reverse: true);
        ThreadCounts.SameBits(() =>
        {
            (double[] forward, double[] backward) = layer.Run<float>();
            return (double[])[.. forward, .. backward];
        });
    }

    [Fact]
    public unsafe void Wrong_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrentShape(RecurrentKind.Gru, -1, null, null, 1, 1, 0, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrentShape(RecurrentKind.Gru, 1, null, null, 1, 0, 0, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrentShape(RecurrentKind.Gru, 1, null, null, -1, 1, 0, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrentShape(RecurrentKind.Lstm, 1, null, null, 1, 1, -1, false));
    }
}
