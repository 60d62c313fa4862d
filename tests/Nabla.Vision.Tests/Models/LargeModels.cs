namespace Nabla.Vision.Tests.Models;

/// <summary>
/// Which large models are tested: none, all with NABLA_TEST_LARGE=1 (about a quarter of an hour of one core, and 10 GB), or those whose names begin with one of
/// its texts, with commas between (NABLA_TEST_LARGE=vgg,vit_l).
/// </summary>
internal static class LargeModels
{
    private static readonly string[] Wanted = (Environment.GetEnvironmentVariable("NABLA_TEST_LARGE") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Is the model small enough, or asked for?</summary>
    public static bool Runs(string name, long parameters) =>
        Wanted is ["1"] || Array.Exists(Wanted, beginning => name.StartsWith(beginning, StringComparison.Ordinal))
        || ModelRegistry.Create(name, Weights.ShapeOnly()).Parameters().Sum(parameter => parameter.Shape.Count) <= parameters;
}
