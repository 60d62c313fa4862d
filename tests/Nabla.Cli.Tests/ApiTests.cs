using System.Text.Json;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class ApiTests
{
    [Fact]
    public void List_gives_name_kind_member_aliases_and_summary()
    {
        using JsonDocument json = JsonDocument.Parse(NablaCommand.Run("api", "list", "--json").Output);
        JsonElement[] entries = [.. json.RootElement.EnumerateArray()];
        JsonElement conv = entries.Single(entry => entry.GetProperty("name").GetString() == "nn.Conv2d");
        Assert.Equal("class", conv.GetProperty("kind").GetString());
        Assert.Equal("Nabla.Conv2d", conv.GetProperty("member").GetString());
        Assert.Equal(0, conv.GetProperty("aliases").GetArrayLength());
        Assert.NotEmpty(conv.GetProperty("summary").GetString()!);
        string[] names = [.. entries.Select(entry => entry.GetProperty("name").GetString()!)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Superset(new HashSet<string> { "nn.functional.conv2d", "optim.AdamW", "softmax", "vision.models.ResNet", "algorithms.heaps.heapq.push" }, names.ToHashSet());
    }

    [Fact]
    public void Find_looks_in_names_and_summaries()
    {
        (int code, string output, _) = NablaCommand.Run("api", "find", "AdaptiveAvgPool");
        Assert.Equal(0, code);
        Assert.Contains("nn.AdaptiveAvgPool2d", output, StringComparison.Ordinal);
        Assert.DoesNotContain("optim.AdamW ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_fails_when_there_is_nothing() => Assert.Equal(1, NablaCommand.Run("api", "find", "no such thing anywhere").Code);

    [Fact]
    public void Show_finds_an_alias()
    {
        (int code, string output, _) = NablaCommand.Run("api", "show", "Tensor.multiply");
        Assert.Equal(0, code);
        Assert.StartsWith("mul  (method)", output, StringComparison.Ordinal);
        Assert.Contains("Nabla.Tensor.Multiply", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_warns_of_a_deprecated_name()
    {
        (int code, string output, string error) = NablaCommand.Run("api", "show", "ger");
        Assert.Equal(0, code);
        Assert.StartsWith("outer", output, StringComparison.Ordinal);
        Assert.Contains("'ger' is deprecated; use 'outer'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_names_close_ones()
    {
        (int code, _, string error) = NablaCommand.Run("api", "show", "nn.softmax");
        Assert.Equal(1, code);
        Assert.Contains("nn.functional.softmax", error, StringComparison.Ordinal);
    }
}
