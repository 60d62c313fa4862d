using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nabla.Notes.Content;
using Nabla.Notes.Site;

namespace Nabla.Notes.Markup;

/// <summary>Turns formulas into HTML with KaTeX, all of them in one run of Node.</summary>
/// <remarks>Formulas that were rendered before are remembered, so that a server renders only new ones. Without Node the source of the formula is shown.</remarks>
internal sealed class MathRenderer(string node = "node")
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Formula, (string? Html, string? Error)> _known = new();

    /// <summary>Why formulas show their source; null when they are rendered.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>Renders what is not known yet.</summary>
    public void Prepare(IEnumerable<Formula> formulas)
    {
        Formula[] missing = [.. formulas.Distinct().Where(formula => !_known.ContainsKey(formula))];
        if (missing.Length == 0 || Unavailable is not null) return;
        try
        {
            JsonNode[] results = [.. JsonNode.Parse(Run(missing))!.AsArray().Select(item => item!)];
            if (results.Length != missing.Length) throw new InvalidDataException($"{results.Length} results came back for {missing.Length} formulas");
            for (int i = 0; i < missing.Length; i++) _known[missing[i]] = ((string?)results[i]["html"], (string?)results[i]["error"]);
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidDataException or JsonException or TimeoutException)
        {
            Unavailable = $"formulas show their TeX source, because Node did not render them ({error.Message})";
        }
    }

    /// <summary>The formula as HTML: rendered, or its escaped source.</summary>
    public string Html(Formula formula)
    {
        string tag = formula.Display ? "div" : "span", kind = formula.Display ? "math display" : "math";
        return _known.TryGetValue(formula, out var known) && known.Html is { } html
            ? $"<{tag} class=\"{kind}\"{(formula.Display ? " tabindex=\"0\"" : string.Empty)}>{html}</{tag}>"
            : $"<{tag} class=\"{kind} source\"><code>{HtmlText.Escape(formula.Source)}</code></{tag}>";
    }

    /// <summary>What KaTeX says against a formula; null when it is fine.</summary>
    public string? Error(Formula formula) => _known.TryGetValue(formula, out var known) ? known.Error : null;

    private string Run(Formula[] formulas)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nabla-katex-");
        try
        {
            foreach (string name in new[] { "katex.min.js", "render.cjs" }) File.WriteAllBytes(Path.Combine(folder.FullName, name), Assets.Bytes("katex/" + name));
            JsonArray request = [.. formulas.Select(formula => (JsonNode)new JsonObject { ["tex"] = formula.Tex, ["display"] = formula.Display })];
            ProcessStartInfo start = new(node, ["render.cjs"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = Encoding.UTF8,
                UseShellExecute = false,
            };
            using Process process = Process.Start(start) ?? throw new IOException("it did not start");
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(request.ToJsonString());
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException("it took too long");
            }
            return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : throw new IOException($"it failed: {errors.GetAwaiter().GetResult().Trim()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
