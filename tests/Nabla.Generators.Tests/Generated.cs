using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nabla.Generators.Tests;

/// <summary>A small assembly, compiled with the generator.</summary>
internal sealed class Generated
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Framework = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))]);

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    private Generated(CSharpCompilation output, ImmutableArray<Diagnostic> diagnostics, GeneratorDriverRunResult result)
    {
        Compilation = output;
        Diagnostics = diagnostics;
        Files = result.GeneratedTrees.ToDictionary(tree => Path.GetFileName(tree.FilePath), tree => tree.ToString());
    }

    public CSharpCompilation Compilation { get; }

    /// <summary>What the generator reported.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Errors of the compiler, the generated files included.</summary>
    public IEnumerable<Diagnostic> Errors => Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>What the generated <c>Read</c> returns, line by line, fields apart.</summary>
    public string[][] Table => [.. Field("Read").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];

    public static CSharpCompilation Compile(string source, string name = "Sample", params Generated[] references) => CSharpCompilation.Create(
        name, [CSharpSyntaxTree.ParseText(source, Options, "Sample.cs")], [.. Framework.Value, .. references.Select(reference => reference.Compilation.ToMetadataReference())],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver Driver(bool track = false) => CSharpGeneratorDriver.Create(
        [new ExportGenerator().AsSourceGenerator()], parseOptions: Options, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, track));

    public static Generated From(string source, string name = "Sample", params Generated[] references)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(Compile(source, name, references), out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new Generated((CSharpCompilation)output, diagnostics, driver.GetRunResult());
    }

    private string Field(string method)
    {
        string source = Files["Exports.g.cs"];
        int start = source.IndexOf($"{method}() => ", StringComparison.Ordinal) + method.Length + 6;
        return (string)CSharpSyntaxTree.ParseText($"_ = {source[start..source.IndexOf(";\n", start, StringComparison.Ordinal)]};", Options.WithKind(SourceCodeKind.Script))
            .GetRoot().DescendantTokens().Single(token => token.IsKind(SyntaxKind.StringLiteralToken)).Value!;
    }
}
