using Nabla.Exports;

namespace Nabla.Tests.Exports;

public sealed class CallableTests
{
    private static readonly Callable Join = new("join", ["a", "b", "c?"], given => $"{given["a"]}-{given["b"]}-{given.GetValueOrDefault("c")}");

    [Fact]
    public void Arguments_come_by_position_or_keyword()
    {
        Assert.Equal("1-2-", Join.Call(1, 2));
        Assert.Equal("1-3-2", Join.Call([1], Keywords(("c", 2), ("b", 3))));
    }

    [Theory]
    [InlineData(1, "b")]
    [InlineData(4, "3 arguments")]
    public void Wrong_counts_are_told(int count, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => Join.Call(new object?[count])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("z", "no parameter 'z'")]
    [InlineData("a", "'a' twice")]
    public void Wrong_keywords_are_told(string name, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => Join.Call([1, 2], Keywords((name, 1)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_keyword_only_function_refuses_positions()
    {
        Callable strict = Join.KeywordOnly();
        Assert.Equal("1-2-", strict.Call([], Keywords(("a", 1), ("b", 2))));
        Assert.Contains("a, b, c", Assert.Throws<ArgumentException>(() => strict.Call(1, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partial_puts_its_arguments_first()
    {
        Partial partial = new(Join, [1], Keywords(("c", 9)));
        Assert.Equal("1-2-9", partial.Call(2));
        Assert.Equal("1-2-3", partial.Call([2], Keywords(("c", 3))));
    }

    [Fact]
    public void A_partial_of_a_partial_is_flat_and_later_keywords_win()
    {
        Partial inner = new(Join, [1], Keywords(("c", 8)));
        Partial outer = new(inner, [2], Keywords(("c", 9)));
        Assert.Same(Join, outer.Function);
        Assert.Equal([1, 2], outer.Arguments);
        Assert.Equal(9, outer.Keywords["c"]);
        Assert.Equal("1-2-9", outer.Call());
        Assert.Equal(8, inner.Keywords["c"]);
    }

    private static Dictionary<string, object?> Keywords(params (string Name, object? Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value);
}
