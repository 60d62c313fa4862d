using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Documentation.Tests;

/// <summary>Compiles a program as <c>dotnet build</c> would, in memory, and runs it.</summary>
internal static class SnippetRunner
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions Options =
        new(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("xunit", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Runs the program in an empty folder and returns what it printed, and the drawings it left there.</summary>
    /// <exception cref="InvalidOperationException">It does not compile; the message has the compiler's.</exception>
    public static async Task<SnippetResult> Run(Snippet snippet)
    {
        AssemblyLoadContext context = new(snippet.ToString(), isCollectible: true);
        Assembly program = context.LoadFromStream(Compile(snippet));
        TextWriter console = Console.Out;
        string start = Environment.CurrentDirectory;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nabla-note-");
        await using StringWriter output = new() { NewLine = "\n" };
        Dictionary<string, string> drawings = new(StringComparer.Ordinal);
        try
        {
            Environment.CurrentDirectory = folder.FullName;
            Console.SetOut(output);
            MethodInfo entry = program.EntryPoint!;
            object? result = entry.Invoke(null, entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
            if (result is Task task) await task;
            foreach (FileInfo file in folder.EnumerateFiles("*.svg")) drawings[file.Name] = (await File.ReadAllTextAsync(file.FullName)).ReplaceLineEndings("\n");
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = start;
            folder.Delete(recursive: true);
            context.Unload();
        }
        return new(output.ToString(), drawings);
    }

    private static MemoryStream Compile(Snippet snippet)
    {
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(Usings, Language), CSharpSyntaxTree.ParseText(snippet.Code, Language)];
        CSharpCompilation compilation = CSharpCompilation.Create($"Note{Math.Abs(snippet.ToString().GetHashCode(StringComparison.Ordinal))}", trees, References, Options);
        MemoryStream assembly = new();
        var result = compilation.Emit(assembly);
        if (!result.Success)
        {
            IEnumerable<string> errors = result.Diagnostics.Where(message => message.Severity == DiagnosticSeverity.Error)
                .Select(message => $"{snippet.Path}:{snippet.Line + message.Location.GetLineSpan().StartLinePosition.Line}: {message.GetMessage()}");
            throw new InvalidOperationException(string.Join('\n', errors));
        }
        assembly.Position = 0;
        return assembly;
    }
}
