using System.Text.Json;
using Nabla.Formats;
using Nabla.Formats.PyTorch;

namespace Nabla.Tests.Formats.PyTorch;

/// <summary>Files written by torch.save, in both containers.</summary>
public sealed class PyTorchGoldenTests
{
    public static TheoryData<string> Good => [.. GoldenTree.Entries.Where(e => e.File.Contains(".pt", StringComparison.Ordinal) && e.Entry.TryGetProperty("content", out _)).Select(e => e.File)];

    public static TheoryData<string> Bad => [.. GoldenTree.Entries.Where(e => e.File.Contains(".pt", StringComparison.Ordinal) && e.Entry.TryGetProperty("error", out _)).Select(e => e.File)];

    [Theory, MemberData(nameof(Good))]
    public void Reads_what_torch_wrote(string file) =>
        new GoldenTree().Check(Content(file), PyTorchFile.Open(FormatFiles.Torch(file)).Root);

    [Theory, MemberData(nameof(Good))]
    public void Reads_what_it_writes_again(string file)
    {
        object? root = PyTorchFile.Open(FormatFiles.Torch(file)).Root;
        byte[] once = FormatFiles.Written(s => PyTorchWriter.Write(s, root)), twice = FormatFiles.Written(s => PyTorchWriter.Write(s, root));
        Assert.Equal(once, twice);
        object? again = PyTorchFile.Parse(FormatFiles.Region(once)).Root;
        if (file.StartsWith("nested", StringComparison.Ordinal)) return; // torch.Size comes back as a tuple: PyTorchTreeTests looks at the rest
        new GoldenTree().Check(Content(file), again);
    }

    [Theory, MemberData(nameof(Bad))]
    public void Refuses_what_is_not_safe(string file) =>
        Assert.Throws<NablaFormatException>(() => PyTorchFile.Open(FormatFiles.Torch(file)));

    [Theory]
    [InlineData("hostile.pt")]
    [InlineData("hostile.legacy.pth")]
    public void Names_the_function_a_hostile_file_wants_to_call(string file)
    {
        var e = Assert.Throws<NablaFormatException>(() => PyTorchFile.Open(FormatFiles.Torch(file)));
        Assert.Contains("'posix.system'", e.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was executed", e.Message, StringComparison.Ordinal);
    }

    private static JsonElement Content(string file) => GoldenTree.Entries.Single(e => e.File == file).Entry.GetProperty("content");
}
