using System.CommandLine;
using System.Text.Json;
using Nabla.Exports;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla api</c>: the public interface by its language-neutral names.</summary>
internal static class ApiCommand
{
    public static Command Create() => new("api", "The public interface by its language-neutral names: list it, search it, show one entry.") { List(), Find(), Show() };

    private static Command List()
    {
        Option<bool> json = Json();
        Command command = new("list", "Lists every exported class, function and constant.") { json };
        command.SetAction(parsed => Print(ApiRegistry.Entries, parsed.GetValue(json)));
        return command;
    }

    private static Command Find()
    {
        Argument<string> text = new("TEXT") { Description = "Part of a name, of a C# name or of a summary, in any case." };
        Option<bool> json = Json();
        Command command = new("find", "Finds entries that contain a text.") { text, json };
        command.SetAction(parsed =>
        {
            ApiEntry[] found = [.. ApiRegistry.Search(parsed.GetRequiredValue(text))];
            Print(found, parsed.GetValue(json));
            return found.Length > 0 || parsed.GetValue(json) ? 0 : Nothing(parsed.GetRequiredValue(text));
        });
        return command;
    }

    private static Command Show()
    {
        Argument<string> name = new("NAME") { Description = "A name or an alias, such as nn.functional.softmax." };
        Option<bool> json = Json();
        Command command = new("show", "Shows one entry.") { name, json };
        command.SetAction(parsed =>
        {
            string asked = parsed.GetRequiredValue(name);
            ApiRegistry.DeprecatedNameUsed += Warn;
            try
            {
                ApiEntry entry = ApiRegistry.Resolve(asked);
                if (parsed.GetValue(json)) JsonOutput.Write(writer => Write(writer, entry));
                else Describe(entry);
            }
            finally
            {
                ApiRegistry.DeprecatedNameUsed -= Warn;
            }
        });
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON document." };

    private static void Warn(object? sender, DeprecatedNameEventArgs e) => Console.Error.WriteLine($"nabla: {e.Message}");

    private static int Nothing(string text)
    {
        Console.Error.WriteLine($"nabla: Nothing exported contains '{text}'.");
        return CommandLine.Failure;
    }

    private static void Print(IReadOnlyList<ApiEntry> entries, bool json)
    {
        if (json)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteStartArray();
                foreach (ApiEntry entry in entries) Write(writer, entry);
                writer.WriteEndArray();
            });
            return;
        }
        int width = Math.Min(48, entries.Select(entry => entry.Name.Length).DefaultIfEmpty(0).Max());
        foreach (ApiEntry entry in entries) Console.Out.WriteLine($"{entry.Name.PadRight(width)}  {entry.Kind,-8}  {entry.Summary}");
    }

    private static void Describe(ApiEntry entry)
    {
        Console.Out.WriteLine($"{entry.Name}  ({entry.Kind})");
        Console.Out.WriteLine($"  member   {entry.Member}");
        if (entry.Component.Length > 0) Console.Out.WriteLine($"  part of  {entry.Component}");
        foreach (string alias in entry.Aliases) Console.Out.WriteLine($"  alias    {alias}{(entry.Deprecated.Contains(alias) ? " (deprecated)" : string.Empty)}");
        Console.Out.WriteLine($"  {entry.Summary}");
    }

    private static void Write(Utf8JsonWriter writer, ApiEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("name", entry.Name);
        writer.WriteString("kind", entry.Kind);
        writer.WriteString("member", entry.Member);
        writer.WriteStartArray("aliases");
        foreach (string alias in entry.Aliases) writer.WriteStringValue(alias);
        writer.WriteEndArray();
        writer.WriteString("summary", entry.Summary);
        if (entry.Deprecated.Count > 0)
        {
            writer.WriteStartArray("deprecated");
            foreach (string name in entry.Deprecated) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
