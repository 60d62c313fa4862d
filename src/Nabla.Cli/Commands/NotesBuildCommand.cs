using System.CommandLine;
using System.Diagnostics;
using Nabla.Notes.Content;
using Nabla.Notes.Site;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla notes build</c>: writes the notebook's site as files.</summary>
internal static class NotesBuildCommand
{
    public static Command Create()
    {
        Option<string> output = new("--output") { Description = "Folder for the site; new, empty, or written by an earlier build.", Required = true };
        Option<string?> address = new("--url") { Description = "Where the site will be, for feed, sitemap and social cards." };
        NotesCommand.Shared shared = new();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("build", "Builds the site: pages, search, feed, API index; works from a server and from files.") { output, address, shared.Notes, shared.Drafts, shared.PageSize, shared.Repository, json };
        command.SetAction(parsed =>
        {
            long start = Stopwatch.GetTimestamp();
            SiteOptions options = shared.Read(parsed);
            if (NotesCommand.Web(parsed.GetValue(address), "--url") is { } web) options = options with { Address = web };
            string folder = parsed.GetRequiredValue(output);
            BuiltSite site;
            try
            {
                site = new SiteBuilder(options).Build();
            }
            catch (NotesException error) when (error.Problems.Count > 0)
            {
                // Every problem on a line of its own, so that editors can jump there.
                foreach (NoteProblem problem in error.Problems) Console.Error.WriteLine($"nabla: {Path.Combine(options.Notes, problem.File)}:{problem.Line}: {problem.Message}");
                return CommandLine.Failure;
            }
            site.WriteTo(folder);
            foreach (string warning in site.Warnings) Console.Error.WriteLine($"nabla: {warning}.");
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            int files = site.Paths.Count(), home = site.Find("index.html")!.Length;
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("output", folder);
                    writer.WriteNumber("notes", site.Notes);
                    writer.WriteNumber("files", files);
                    writer.WriteNumber("home_bytes", home);
                    writer.WriteNumber("seconds", Math.Round(seconds, 3));
                    writer.WriteStartArray("warnings");
                    foreach (string warning in site.Warnings) writer.WriteStringValue(warning);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
            }
            else
            {
                Console.WriteLine($"{site.Notes} notes, {files} files in {seconds:F1} s: {Path.Combine(folder, "index.html")}");
            }
            return 0;
        });
        return command;
    }
}
