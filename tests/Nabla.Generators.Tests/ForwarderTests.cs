using Microsoft.CodeAnalysis;

namespace Nabla.Generators.Tests;

/// <summary>Deprecated names are members that forward, and warn where they are used.</summary>
public sealed class ForwarderTests
{
    private const string Source = """
        using Nabla;
        namespace Sample;

        public sealed class Box(int value)
        {
            public int Value => value;
            [Export("Box.add", "Box.plus", Deprecated = ["Box.plus"])]
            public int Add(int other = 3, params int[] more) => value + other + more.Length;
        }

        public static class Ops
        {
            [Export("rectify", "old_relu", "Tensor.old_relu", Deprecated = ["old_relu", "Tensor.old_relu"])]
            public static T Rectify<T>(T x, ref int calls, string? name = null) where T : struct, System.Numerics.INumber<T> { calls++; return T.Max(x, T.Zero); }
        }

        public static class BoxExtensions
        {
            extension(Box box)
            {
                [Export("Box.twice", "Box.double", Deprecated = ["Box.double"])] public int Twice() => 2 * box.Value;
                [Export("box_of", "make_box", Deprecated = ["make_box"])] public static Box Of(int value) => new(value);
            }
        }

        public static class Use
        {
            public static int All()
            {
                int calls = 0;
                return new Box(1).Plus(2, 7, 8) + Ops.OldRelu(-4, ref calls) + calls + new Box(4).Double() + Box.MakeBox(5).Value;
            }
        }
        """;

    [Fact]
    public void Every_kind_of_method_is_reached_by_its_old_name() => Assert.Empty(Generated.From(Source).Errors);

    [Fact]
    public void The_compiler_says_what_to_use_instead()
    {
        string[] warnings = [.. Generated.From(Source).Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id == "CS0618").Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)];
        Assert.Equal(4, warnings.Length);
        Assert.Contains("'Box.plus' is deprecated; use 'Box.add', in C# Add.", warnings[0] + warnings[1] + warnings[2] + warnings[3], StringComparison.Ordinal);
        Assert.Contains("'old_relu' is deprecated; use 'rectify', in C# Rectify.", warnings[0] + warnings[1] + warnings[2] + warnings[3], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_forwarded_arrives()
    {
        using MemoryStream image = new();
        Assert.True(Generated.From(Source).Compilation.Emit(image).Success);
        Assert.Equal(1 + 2 + 2 + 0 + 1 + 8 + 5, System.Reflection.Assembly.Load(image.ToArray()).GetType("Sample.Use")!.GetMethod("All")!.Invoke(null, null));
    }

    [Fact]
    public void Without_deprecated_names_there_is_no_file() =>
        Assert.DoesNotContain("DeprecatedNames.g.cs", Generated.From("using Nabla; public static class Ops { [Export(\"relu\")] public static int Relu(int x) => x; }").Files.Keys);
}
