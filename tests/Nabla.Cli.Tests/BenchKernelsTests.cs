using System.Text.Json;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class BenchKernelsTests
{
    [Fact]
    public void The_table_names_each_kernel_with_its_rate_and_share()
    {
        (int code, string output, string error) = NablaCommand.Run("bench", "kernels", "--filter", "gemm-64x64*", "--json");
        Assert.True(code == 0, error);
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.True(document.RootElement.GetProperty("peak_gflops").GetDouble() > 0);
        JsonElement kernel = Assert.Single(document.RootElement.GetProperty("kernels").EnumerateArray());
        Assert.Equal("gemm-64x64x64", kernel.GetProperty("name").GetString());
        Assert.True(kernel.GetProperty("median_ms").GetDouble() > 0);
        Assert.True(kernel.GetProperty("share").GetDouble() > 0);
    }

    [Fact]
    public void Every_case_runs_once()
    {
        Assert.All(Benchmarks.Kernels.KernelSuite.Cases.Where(one => one.Flops < 2e8 && one.Bytes < 2e7), one =>
        {
            using GradMode.Restore off = GradMode.NoGrad();
            one.Prepare()();
        });
        Assert.Equal(Benchmarks.Kernels.KernelSuite.Cases.Count, Benchmarks.Kernels.KernelSuite.Cases.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public void An_unknown_kernel_is_bad_usage()
    {
        (int code, _, string error) = NablaCommand.Run("bench", "kernels", "--filter", "nothing*");
        Assert.Equal(2, code);
        Assert.Contains("gemm", error, StringComparison.Ordinal);
    }
}
