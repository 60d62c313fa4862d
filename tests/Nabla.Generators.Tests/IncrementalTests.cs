using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nabla.Generators.Tests;

public sealed class IncrementalTests
{
    [Fact]
    public void An_edit_elsewhere_does_not_build_the_table_again()
    {
        CSharpCompilation before = Generated.Compile("""[Nabla.Export("a")] public class A { public int M() => 1; }""");
        GeneratorDriver driver = Generated.Driver(track: true).RunGenerators(before);
        SyntaxTree tree = before.SyntaxTrees.Single();
        CSharpCompilation after = before.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(
            """[Nabla.Export("a")] public class A { public int M() => 12345; }""")));
        GeneratorRunResult result = driver.RunGenerators(after).GetRunResult().Results.Single();
        Assert.All(result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs), output =>
            Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }
}
