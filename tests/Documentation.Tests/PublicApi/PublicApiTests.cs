using System.Reflection;

namespace Documentation.Tests.PublicApi;

/// <summary>The public interface changes only on purpose: what each package offers stands in <c>PublicApi/*.txt</c>.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "NABLA_ACCEPT_API";

    /// <summary>The packages.</summary>
    public static TheoryData<string> Assemblies => ["Nabla", "Nabla.Algorithms", "Nabla.Kernels", "Nabla.Notes", "Nabla.Vision"];

    [Theory, MemberData(nameof(Assemblies))]
    public void The_public_interface_is_the_recorded_one(string assembly)
    {
        string[] surface = PublicSurface.Of(Assembly.Load(assembly));
        string file = $"tests/Documentation.Tests/PublicApi/{assembly}.txt", path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(path, string.Join('\n', surface) + "\n");
        string[] recorded = File.Exists(path) ? Repository.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        string change = SurfaceChange.Between(recorded, surface);
        Assert.True(change.Length == 0, $"""
            The public interface of {assembly} differs from {file}:
            {change}
            If that is meant, accept it and commit the file:
            {Accept}=1 dotnet tests/Documentation.Tests/bin/Release/net10.0/Documentation.Tests.dll --filter-class "*PublicApiTests"
            """);
    }

    [Fact]
    public void A_change_shows_what_went_and_what_came() =>
        Assert.Equal("- T.A(int x) -> int\n+ T.A(long x) -> int\n+ T.B() -> void", SurfaceChange.Between(["T.A(int x) -> int", "T.Same"], ["T.A(long x) -> int", "T.B() -> void", "T.Same"]));

    [Fact]
    public void A_long_change_is_cut() => Assert.EndsWith("... and 40 more", SurfaceChange.Between([], [.. Enumerable.Range(0, 100).Select(i => $"T.M{i:D3}")]), StringComparison.Ordinal);

    [Fact]
    public void Signatures_read_like_the_language() => Assert.Equal(
        [
            "Documentation.Tests.PublicApi.SampleSurface<T>.Dispose() -> void [abstract]",
            "Documentation.Tests.PublicApi.SampleSurface<T>.Find<U>(string? name, ref int at, out T found, U other = null) -> (int Count, (List<string?> Left, T Right) Pair)? [virtual] where U : class",
            "Documentation.Tests.PublicApi.SampleSurface<T>.Limit -> const double = 0.5",
            "Documentation.Tests.PublicApi.SampleSurface<T>.Name { get; init; } -> string?",
            "Documentation.Tests.PublicApi.SampleSurface<T>.Of(params ReadOnlySpan<int> values) -> int[,] [static]",
            "Documentation.Tests.PublicApi.SampleSurface<T>.new(DayOfWeek day = DayOfWeek.Friday, bool quick = true) [protected]",
            "Documentation.Tests.PublicApi.SampleSurface<T>: abstract class : IDisposable where T : unmanaged, IComparable<T>",
        ],
        PublicSurface.Of(typeof(SampleSurface<>)).Order(StringComparer.Ordinal));

    [Fact]
    public void Names_of_the_field_stand_beside_the_signature()
    {
        Assert.Contains(PublicSurface.Of(typeof(Nabla.Conv2d)), line => line.EndsWith("  # nn.Conv2d", StringComparison.Ordinal));
        Assert.Contains(PublicSurface.Of(typeof(Nabla.Functional)), line => line.StartsWith("Nabla.Functional.Linear(Tensor x, Tensor weight, Tensor? bias = null) -> Tensor", StringComparison.Ordinal) && line.EndsWith("# nn.functional.linear", StringComparison.Ordinal));
    }
}
