namespace Nabla.Vision.Tests.Models;

/// <summary>EfficientNet's scaling rule and its search.</summary>
public sealed class CompoundScalingTests
{
    [Fact]
    public void A_step_doubles_the_cost()
    {
        Assert.Equal(1.92, CompoundScaling.EfficientNet.CostFactor, 0.005);
        (double depth, double width, double resolution) = CompoundScaling.EfficientNet.At(3);
        Assert.Equal((1.728, 1.331, 1.520875), (Math.Round(depth, 6), Math.Round(width, 6), Math.Round(resolution, 6)));
    }

    [Fact]
    public void The_grid_holds_the_papers_factors_and_only_points_of_the_cost()
    {
        CompoundScaling[] grid = [.. CompoundScaling.Grid()];
        Assert.Contains(CompoundScaling.EfficientNet, grid);
        Assert.All(grid, point => Assert.InRange(point.CostFactor, 1.9, 2.1));
        Assert.All(grid, point => Assert.True(point.Depth >= 1 && point.Width >= 1 && point.Resolution >= 1));
    }

    [Fact]
    public void The_search_finds_the_best_candidate()
    {
        // Diminishing returns whose optimum under the cost lies where the paper found it.
        (CompoundScaling best, double quality) = CompoundScaling.Search(p => -Math.Abs(p.Depth - 1.2) - Math.Abs(p.Width - 1.1) - Math.Abs(p.Resolution - 1.15));
        Assert.Equal(CompoundScaling.EfficientNet, best);
        Assert.Equal(0, quality, 1e-9);
        Assert.Throws<InvalidOperationException>(() => CompoundScaling.Search(_ => 0, 2, 0.9, 0.001));
    }
}
