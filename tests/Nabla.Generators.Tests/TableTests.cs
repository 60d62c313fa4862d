namespace Nabla.Generators.Tests;

public sealed class TableTests
{
    private const string Source = """
        using Nabla;
        namespace Sample;

        /// <summary>A  layer of <see cref="Ops"/>,
        /// and <paramref name="x"/>.</summary>
        [Export("nn.Layer")]
        public class Layer<T>
        {
            [Export("nn.Layer.Part")] public sealed class Part { }
            /// <summary>Runs.</summary>
            [Export("nn.Layer.run")] public void Run() { }
            [Export("nn.Layer.size")] public int Size => 1;
        }

        /// <summary>Functions.</summary>
        public static class Ops
        {
            /// <summary>First.</summary>
            [Export("relu", "Tensor.relu", "rectify", V1 = ["nn.relu"], Deprecated = ["rectify"])]
            public static int Relu(int x) => x;
            public static double Relu(double x) => x;
            [Export("inf")] public const double Infinity = double.PositiveInfinity;
        }

        public static class StringExtensions
        {
            extension(string x)
            {
                /// <summary>Twice.</summary>
                [Export("string.twice")] public string Twice() => x + x;
            }
        }
        """;

    private static string[][] Table { get; } = Generated.From(Source).Table;

    [Fact]
    public void The_generated_code_compiles() => Assert.Empty(Generated.From(Source).Errors);

    [Fact]
    public void Nothing_is_reported_about_good_names() => Assert.Empty(Generated.From(Source).Diagnostics);

    [Theory]
    [InlineData("nn.Layer", "class", "Sample.Layer<T>", "Sample.Layer`1", "A layer of Ops, and x.")]
    [InlineData("nn.Layer.Part", "class", "Sample.Layer<T>.Part", "Sample.Layer`1+Part", "")]
    [InlineData("nn.Layer.run", "method", "Sample.Layer<T>.Run", "Sample.Layer`1.Run", "Runs.")]
    [InlineData("nn.Layer.size", "property", "Sample.Layer<T>.Size", "Sample.Layer`1.Size", "")]
    [InlineData("inf", "constant", "Sample.Ops.Infinity", "Sample.Ops.Infinity", "")]
    [InlineData("string.twice", "method", "System.String.Twice", "Sample.StringExtensions.Twice", "Twice.")]
    public void Every_kind_of_symbol_is_described(string name, string kind, string member, string symbol, string summary)
    {
        string[] entry = Table.Single(fields => fields[4] == name);
        Assert.Equal([kind, member, symbol, "", name, name, "", summary], entry);
    }

    [Fact]
    public void Aliases_old_names_and_deprecated_ones_are_kept_apart()
    {
        string[] entry = Table.Single(fields => fields[1] == "Sample.Ops.Relu");
        Assert.Equal(["function", "Sample.Ops.Relu", "Sample.Ops.Relu", "", "relu|Tensor.relu|rectify", "nn.relu", "rectify", "First."], entry);
    }

    [Fact]
    public void The_table_is_sorted() => Assert.Equal(Table.Select(fields => fields[2]).Order(StringComparer.Ordinal), Table.Select(fields => fields[2]));

    [Fact]
    public void Overloads_with_one_name_are_one_entry()
    {
        Generated sample = Generated.From("""
            using Nabla;
            public static class Ops
            {
                [Export("sum")] public static int Sum(int x) => x;
                /// <summary>Second.</summary>
                [Export("sum")] public static double Sum(double x) => x;
            }
            """);
        Assert.Empty(sample.Diagnostics);
        Assert.Equal("Second.", Assert.Single(sample.Table)[7]);
    }

    [Fact]
    public void A_component_may_be_the_assembly_s_own()
    {
        Generated sample = Generated.From("""[assembly: Nabla.ExportComponent("vision")] namespace N { [Nabla.Export("vision.io.Image")] public class Image { } }""");
        Assert.Empty(sample.Diagnostics);
        Assert.Equal("vision", Assert.Single(sample.Table)[3]);
    }

    [Fact]
    public void An_export_is_not_inherited()
    {
        Generated sample = Generated.From("""[Nabla.Export("A")] public class A { } public class B : A { }""");
        Assert.Equal("A", Assert.Single(sample.Table)[2]);
    }

    [Fact]
    public void Without_exports_there_is_no_table() => Assert.DoesNotContain("Exports.g.cs", Generated.From("public class A { }").Files.Keys);

    [Fact]
    public void The_registry_hears_of_own_and_referenced_tables()
    {
        Generated first = Generated.From("""[Nabla.Export("A")] public class A { }""", "First");
        Generated second = Generated.From(
            """[Nabla.Export("B")] public class B { } namespace Nabla.Exports { public static class ApiRegistry { public static void Add(string assembly, System.Func<string> table) { } } }""", "Second.Part", first);
        Assert.Empty(second.Errors);
        string registration = second.Files["ExportRegistration.g.cs"];
        Assert.Contains("Add(\"First\", static () => global::Nabla.Generated.ExportsOf_First.Read())", registration, StringComparison.Ordinal);
        Assert.Contains("Add(\"Second.Part\", static () => global::Nabla.Generated.ExportsOf_Second_Part.Read())", registration, StringComparison.Ordinal);
        Assert.DoesNotContain("ExportRegistration.g.cs", first.Files.Keys);
    }
}
