using Nabla.Vision.Reports;

namespace Nabla.Vision.Tests.Reports;

public class ReportPartsTests
{
    [Theory]
    [InlineData(new[] { 0.14, 0.94 }, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(new[] { 0.66, 0.95 }, "0.6 0.7 0.8 0.9 1")]
    [InlineData(new[] { -3.0, 3.0 }, "-4 -2 0 2 4")]
    [InlineData(new[] { 12345.0, 54321.0 }, "0 20,000 40,000 60,000")]
    [InlineData(new[] { 0.0, 0.003 }, "0 0.001 0.002 0.003")]
    [InlineData(new[] { 5.0, 5.0 }, "4.4 4.6 4.8 5 5.2 5.4 5.6")]
    [InlineData(new double[0], "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(new[] { double.NaN, 1e308 }, "0 0.2 0.4 0.6 0.8 1")]
    public void Ticks_are_round_and_enclose_the_data(double[] values, string expected)
    {
        var axis = new ChartAxis(values, from: 100, to: 0, ticks: 5, tight: false, logarithmic: false);
        Assert.Equal(expected, string.Join(' ', axis.Ticks.Select(t => ChartAxis.Label(t, ReportUnit.Number))));
        Assert.All(values.Where(axis.Shows), v => Assert.InRange(axis.Place(v), -1e-9, 100 + 1e-9));
    }

    [Fact]
    public void A_tight_axis_ends_at_the_data()
    {
        var axis = new ChartAxis([1, 14], from: 0, to: 100, ticks: 7, tight: true, logarithmic: false);
        Assert.Equal((0, 100), (axis.Place(1), axis.Place(14)));
        Assert.Equal([2, 4, 6, 8, 10, 12, 14], axis.Ticks);
    }

    [Fact]
    public void A_logarithmic_axis_has_decades()
    {
        var axis = new ChartAxis([0.002, 30, 0, -1], from: 100, to: 0, ticks: 8, tight: false, logarithmic: true);
        Assert.Equal([0.001, 0.01, 0.1, 1, 10, 100], axis.Ticks);
        Assert.Equal(60, axis.Place(0.1), 9);
        Assert.False(axis.Shows(0));
    }

    [Theory]
    [InlineData(0.05, ReportUnit.Percent, "5%")]
    [InlineData(0.00002, ReportUnit.Number, "2e-5")]
    [InlineData(2000000.0, ReportUnit.Number, "2e6")]
    public void Labels_are_short(double tick, ReportUnit unit, string expected) => Assert.Equal(expected, ChartAxis.Label(tick, unit));

    [Fact]
    public void Thinning_keeps_ends_and_extremes()
    {
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => Math.Sin(i / 100.0))];
        values[1234] = 50;
        values[4321] = -50;
        List<int> picked = CurveThinner.Pick(values, 400);
        Assert.InRange(picked.Count, 100, 400);
        Assert.Equal(picked.Order(), picked);
        Assert.Equal([0, 1234, 4321, 9999], picked.Intersect([0, 1234, 4321, 9999]));
        Assert.Equal([0, 1, 2], CurveThinner.Pick([1, 2, 3], 400));
        Assert.NotEmpty(CurveThinner.Pick([.. Enumerable.Repeat(double.NaN, 1000)], 400));
    }

    [Fact]
    public void Scores_equal_those_of_scikit_learn()
    {
        // sklearn.metrics.classification_report of y_true = 0 0 0 0 0 1 1 1 2 2, y_pred = 0 0 0 1 2 1 1 0 2 0.
        var scores = new ClassScores([[3, 1, 1], [1, 2, 0], [1, 0, 1]]);
        double[] precision = [0.6, 2 / 3.0, 0.5], recall = [0.6, 2 / 3.0, 0.5], f1 = [0.6, 2 / 3.0, 0.5];
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(precision[c], scores.Precision[c], 12);
            Assert.Equal(recall[c], scores.Recall[c], 12);
            Assert.Equal(f1[c], scores.F1[c], 12);
        }
        Assert.Equal(0.6, scores.Accuracy, 12);
        Assert.Equal([5, 3, 2], scores.Support);
    }

    [Fact]
    public void Precision_and_recall_are_not_mixed_up()
    {
        var scores = new ClassScores([[8, 2, 0], [0, 5, 0], [0, 0, 0]]);
        Assert.Equal((1, 0.8), (scores.Precision[0], scores.Recall[0]));
        Assert.Equal((5 / 7.0, 1), (scores.Precision[1], scores.Recall[1]));
        Assert.True(double.IsNaN(scores.F1[2]));
        Assert.Equal(0.9, ClassScores.Mean(scores.Recall), 12);
    }

    [Fact]
    public void Mistakes_come_by_frequency() =>
        Assert.Equal([(1, 0, 9), (0, 1, 2), (0, 2, 2)], ClassScores.Mistakes([[5, 2, 2], [9, 1, 0], [1, 0, 3]], 3));
}
