using Nabla.Exports;

namespace Nabla.Tests.Exports;

public sealed class ApiRegistryTests
{
    [Theory]
    [InlineData("nn.Conv2d", "Nabla.Conv2d")]
    [InlineData("nn.functional.conv2d", "Nabla.Functional.Conv2d")]
    [InlineData("optim.AdamW", "Nabla.AdamW")]
    [InlineData("optim.lr_scheduler.OneCycleLR", "Nabla.OneCycleLR")]
    [InlineData("Tensor.softmax", "Nabla.Tensor.Softmax")]
    [InlineData("softmax", "Nabla.Tensor.Softmax")]
    [InlineData("utils.data.DataLoader", "Nabla.DataLoader<TSample, TBatch>")]
    [InlineData("nn.init.kaiming_uniform_", "Nabla.Init.KaimingUniform")]
    [InlineData("compat.v1.nn.Conv2d", "Nabla.Conv2d")]
    [InlineData("algorithms.heaps.heapq.push", "Nabla.Algorithms.Heaps.Heapq.Push")]
    public void A_name_leads_to_its_member(string name, string member) => Assert.Equal(member, ApiRegistry.Resolve(name).Member);

    [Theory]
    [InlineData(typeof(Conv2d), "nn.Conv2d")]
    [InlineData(typeof(Tensor), "Tensor")]
    [InlineData(typeof(ModuleList<>), "nn.ModuleList")]
    [InlineData(typeof(ModuleList<Linear>), "nn.ModuleList")]
    public void A_type_leads_to_its_name(Type type, string name) => Assert.Equal(name, ApiRegistry.GetCanonicalNameForSymbol(type));

    [Fact]
    public void A_function_leads_to_its_name()
    {
        Func<Tensor, Tensor> relu = Functional.ReLU;
        Assert.Equal("nn.functional.relu", ApiRegistry.GetCanonicalNameForSymbol(relu));
    }

    [Fact]
    public void A_derived_class_does_not_inherit_the_name() => Assert.Null(ApiRegistry.GetCanonicalNameForSymbol(typeof(OwnModule)));

    [Fact]
    public void A_component_s_name_belongs_to_its_interface()
    {
        Type heap = typeof(Algorithms.Heaps.BinaryHeap<>);
        Assert.StartsWith("algorithms.", ApiRegistry.GetCanonicalNameForSymbol(heap, "algorithms"), StringComparison.Ordinal);
        Assert.Null(ApiRegistry.GetCanonicalNameForSymbol(heap, ApiExport.MainApi));
    }

    [Fact]
    public void Every_name_of_every_entry_is_found()
    {
        foreach (ApiEntry entry in ApiRegistry.Entries)
        {
            Assert.Equal(entry, ApiRegistry.Find(entry.Name));
            Assert.All(entry.Aliases, alias => Assert.Equal(entry.Member, ApiRegistry.Find(alias)?.Member));
        }
    }

    [Fact]
    public void Every_entry_has_a_summary() => Assert.DoesNotContain(ApiRegistry.Entries, entry => entry.Summary.Length == 0);

    [Fact]
    public void A_deprecated_name_forwards_and_warns_once()
    {
        List<string> said = [];
        EventHandler<DeprecatedNameEventArgs> listen = (_, e) => said.Add(e.Message);
        ApiRegistry.DeprecatedNameUsed += listen;
        ApiEntry entry = ApiRegistry.Resolve("Tensor.ger");
        ApiRegistry.Resolve("Tensor.ger");
        ApiRegistry.DeprecatedNameUsed -= listen;
        Assert.Equal("outer", entry.Name);
        Assert.Equal(["'Tensor.ger' is deprecated; use 'outer'."], said);
    }

    [Fact]
    public void A_deprecated_name_is_a_member_that_forwards()
    {
        Tensor a = Tensor.Of(1.0, 2), b = Tensor.Of(3.0, 4, 5);
#pragma warning disable CS0618 // This is what is tested.
        Assert.Equal(a.Outer(b).ToArray<double>(), a.Ger(b).ToArray<double>());
#pragma warning restore CS0618
    }

    [Fact]
    public void An_unknown_name_is_refused_with_close_ones() =>
        Assert.Contains("nn.functional.softmax", Assert.Throws<InvalidSymbolNameException>(() => ApiRegistry.Resolve("nn.softmax")).Message, StringComparison.Ordinal);

    [Fact]
    public void Search_ignores_case() => Assert.Contains(ApiRegistry.Search("ADAMW"), entry => entry.Name == "optim.AdamW");

    [Theory]
    [InlineData(new[] { "a", "b" }, new string[0], "a")]
    [InlineData(new[] { "a", "b" }, new[] { "a" }, "b")]
    [InlineData(new[] { "a", "b" }, new[] { "a", "b" }, "a")]
    [InlineData(new string[0], new string[0], null)]
    public void The_canonical_name_is_the_first_that_is_not_deprecated(string[] names, string[] deprecated, string? canonical) =>
        Assert.Equal(canonical, ApiRegistry.GetCanonicalName(names, deprecated));

    private sealed class OwnModule(Weights w) : Module(w)
    {
        public override Tensor Forward(Tensor x) => x;
    }
}
