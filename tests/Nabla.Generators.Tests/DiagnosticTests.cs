using Microsoft.CodeAnalysis;

namespace Nabla.Generators.Tests;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("""[Export("nn..relu")] public class A { }""", "NABLA0001", "nn..relu")]
    [InlineData("""[Export("1d")] public class A { }""", "NABLA0001", "1d")]
    [InlineData("""[Export("nn.soft-max")] public class A { }""", "NABLA0001", "nn.soft-max")]
    [InlineData("""[Export("")] public class A { }""", "NABLA0001", "''")]
    [InlineData("""[Export("x")] public class A { } [Export("x")] public class B { }""", "NABLA0002", "'x' is already the name of N.A; N.B needs another")]
    [InlineData("""[Export("x", V1 = ["y"])] public class A { } [Export("z", V1 = ["y"])] public class B { }""", "NABLA0002", "compat.v1.y")]
    [InlineData("""[Export("layers.Dense", Component = "keras")] public class A { }""", "NABLA0003", "keras.")]
    [InlineData("""[Export("kerasier.Dense", Component = "keras")] public class A { }""", "NABLA0003", "kerasier.Dense")]
    [InlineData("""[Export("keras.Dense", V1 = ["Dense"], Component = "keras")] public class A { }""", "NABLA0003", "'Dense'")]
    [InlineData("""[Export("estimator.Linear")] public class A { }""", "NABLA0004", "estimator")]
    [InlineData("""[Export] public class A { }""", "NABLA0005", "N.A")]
    [InlineData("""[Export("a")] internal class A { }""", "NABLA0006", "N.A")]
    [InlineData("""public class A { [Export("a")] private void M() { } }""", "NABLA0006", "N.A.M")]
    [InlineData("""[Export("a", Deprecated = ["b"])] public class A { }""", "NABLA0007", "'b'")]
    public void A_bad_export_is_an_error(string source, string id, string says)
    {
        Diagnostic error = Assert.Single(Generated.From("using Nabla; namespace N; " + source).Diagnostics);
        Assert.Equal(id, error.Id);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Contains(says, error.GetMessage(), StringComparison.Ordinal);
        Assert.Equal("Sample.cs", error.Location.GetLineSpan().Path);
    }

    [Theory]
    [InlineData("""[Export("keras.Dense", Component = "keras")] public class A { }""")]
    [InlineData("""[Export(V1 = ["Old"])] public class A { }""")]
    [InlineData("""[Export("a")] public class A { [Export("A")] protected void M() { } }""")]
    public void A_good_export_is_not(string source) => Assert.Empty(Generated.From("using Nabla; namespace N; " + source).Diagnostics);

    [Fact]
    public void A_name_of_a_referenced_assembly_is_taken()
    {
        Generated first = Generated.From("""[Nabla.Export("x")] public class A { }""", "First");
        Diagnostic error = Assert.Single(Generated.From("""[Nabla.Export("x")] public class B { }""", "Second", first).Diagnostics);
        Assert.Equal("NABLA0002", error.Id);
        Assert.Contains("'x' is already the name of A", error.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_names_of_version_two_does_not_exist() =>
        Assert.Contains(Generated.From("""[Nabla.Export("x", V2 = ["y"])] public class A { }""").Errors, error => error.GetMessage().Contains("V2", StringComparison.Ordinal));

    [Fact]
    public void One_symbol_has_one_export() =>
        Assert.Contains(Generated.From("""[Nabla.Export("x"), Nabla.Export("y")] public class A { }""").Errors, error => error.Id == "CS0579");
}
