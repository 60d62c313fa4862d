namespace Nabla.Cli.Tests;

[Collection("console")]
public class UsageTests
{
    public static TheoryData<string[], string> BadUsage => new()
    {
        { ["train", "--epochs", "-1"], "--epochs" },
        { ["train", "--lr", "0"], "--lr" },
        { ["train", "--optimizer", "magic"], "magic" },
        { ["train", "nonsense"], "nonsense" },
        { ["train", "--frobnicate"], "frobnicate" },
        { ["models", "bench", "mlp", "--mode", "sideways"], "sideways" },
        { ["models", "summary", "mlp", "--input", "1,x,28"], "1,x,28" },
        { ["models", "run", "mlp", "--input", "x.npy", "--output", "y.txt"], ".npz" },
        { ["models", "keys", "mlp", "--set", "novalue"], "novalue" },
        { ["--threads", "0", "models", "list"], "--threads" },
        { ["bench", "algorithms", "--filter", "nonsense"], "sort-int32" },
        { ["bench", "algorithms", "--sizes", "1"], "--sizes" },
        { ["bench", "algorithms", "--peer", "/no/such/peer"], "/no/such/peer" },
    };

    [Theory]
    [MemberData(nameof(BadUsage))]
    public void Bad_usage_gives_one_line_and_code_2(string[] arguments, string mention)
    {
        (int code, string output, string error) = NablaCommand.Run(arguments);
        Assert.Equal(2, code);
        Assert.Equal(string.Empty, output);
        Assert.Contains(mention, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    public static TheoryData<string[], string> Failures => new()
    {
        { ["models", "summary", "resnet19"], "resnet18" },
        { ["models", "keys", "mlp", "--set", "colour=3"], "colour" },
        { ["train", "--data", "/no/such/folder"], "/no/such/folder" },
        { ["eval", "/no/such/run"], "/no/such/run" },
        { ["convert", "/no/such.pt", "x.safetensors"], "/no/such.pt" },
        { ["train", "--resume", "--out", "/no/such/run"], "/no/such/run" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failures_give_one_line_and_code_1(string[] arguments, string mention)
    {
        (int code, _, string error) = NablaCommand.Run(arguments);
        Assert.Equal(1, code);
        Assert.Contains(mention, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void Every_command_has_help()
    {
        string[][] commands = [["train"], ["train", "char-lm"], ["sample"], ["eval"], ["predict"], ["convert"], ["models"], ["models", "list"], ["models", "summary"], ["models", "keys"], ["models", "run"], ["models", "bench"], ["bench"], ["bench", "algorithms"], ["bench", "kernels"], ["plot"], ["inspect"], ["segment"], ["explain"], ["api"], ["api", "list"]];
        foreach (string[] command in commands) Assert.Equal(0, NablaCommand.Run([.. command, "--help"]).Code);
    }

    [Theory, InlineData(1, "1 thread"), InlineData(2, "2 threads"), InlineData(16, "16 threads")]
    public void Threads_are_counted_in_words(int threads, string words) => Assert.Equal(words, ThreadCount.Of(threads));
}
