using Nabla.Exports;

namespace Nabla.Tests.Exports;

/// <summary>The rules of TensorFlow's <c>tf_export</c>, on symbols made at run time.</summary>
public sealed class ApiExportTests
{
    [Fact]
    public void The_symbol_is_returned_unchanged()
    {
        object symbol = new();
        Assert.Same(symbol, new ApiExport("rt.same").Apply(symbol));
        Assert.Same(symbol, ApiExport.SymbolOf("rt.same"));
        Assert.Same(symbol, ApiExport.SymbolOf("compat.v1.rt.same"));
        Assert.Equal("rt.same", ApiRegistry.GetCanonicalNameForSymbol(symbol));
    }

    [Fact]
    public void Names_of_version_one_are_the_positional_ones_by_default()
    {
        object symbol = new ApiExport("rt.a", "rt.b").Apply(new object());
        Assert.Equal(["rt.a", "rt.b"], ApiRegistry.GetV1Names(symbol));
        Assert.Equal(["rt.a", "rt.b"], ApiRegistry.GetV2Names(symbol));
    }

    [Fact]
    public void A_symbol_of_version_one_only_has_that_name()
    {
        object symbol = new ApiExport([], ["rt.old"]).Apply(new object());
        Assert.Equal("rt.old", ApiRegistry.GetCanonicalNameForSymbol(symbol));
        Assert.Equal("compat.v1.rt.old", ApiRegistry.GetCanonicalNameForSymbol(symbol, addPrefixToV1Names: true));
        Assert.Empty(ApiRegistry.GetV2Names(symbol));
    }

    [Fact]
    public void Deprecated_names_are_not_canonical()
    {
        object symbol = new ApiExport(["rt.dep1", "rt.dep2"], null, deprecated: ["rt.dep1"]).Apply(new object());
        Assert.Equal("rt.dep2", ApiRegistry.GetCanonicalNameForSymbol(symbol));
    }

    [Fact]
    public void A_symbol_is_exposed_once()
    {
        object symbol = new ApiExport("rt.once").Apply(new object());
        Assert.Contains("rt.once", Assert.Throws<SymbolAlreadyExposedException>(() => new ApiExport("rt.twice").Apply(symbol)).Message, StringComparison.Ordinal);
        new ApiExport(["rt.twice"], null, allowMultipleExports: true).Apply(symbol);
        Assert.Equal("rt.twice", ApiRegistry.GetCanonicalNameForSymbol(symbol));
    }

    [Fact]
    public void An_override_takes_the_names_away()
    {
        object old = new ApiExport("rt.over").Apply(new object());
        object fresh = new ApiExport(["rt.over"], null, overrides: [old]).Apply(new object());
        Assert.Null(ApiRegistry.GetCanonicalNameForSymbol(old));
        Assert.Same(fresh, ApiExport.SymbolOf("rt.over"));
    }

    [Fact]
    public void Two_symbols_do_not_share_a_name()
    {
        new ApiExport("rt.shared").Apply(new object());
        Assert.Throws<SymbolAlreadyExposedException>(() => new ApiExport("rt.shared").Apply(new object()));
    }

    [Fact]
    public void The_main_interface_refuses_names_of_a_component() => Assert.Throws<InvalidSymbolNameException>(() => new ApiExport("estimator.Linear"));

    [Fact]
    public void A_component_exports_under_its_own_name_only()
    {
        Partial keras = ApiExport.Component("keras");
        Assert.Throws<InvalidSymbolNameException>(() => keras.Call([new[] { "layers.Dense" }], null));
        object symbol = ((ApiExport)keras.Call([new[] { "keras.rt.Dense" }], null)!).Apply(new object());
        Assert.Equal("keras.rt.Dense", ApiRegistry.GetCanonicalNameForSymbol(symbol, "keras"));
        Assert.Null(ApiRegistry.GetCanonicalNameForSymbol(symbol, ApiExport.MainApi));
    }

    [Fact]
    public void An_argument_v2_is_an_error() =>
        Assert.Contains("v2", Assert.Throws<ArgumentException>(() => ApiExport.Component("nabla").Call([], new Dictionary<string, object?> { ["v2"] = new[] { "x" } })).Message, StringComparison.Ordinal);

    [Fact]
    public void Decorators_are_looked_through()
    {
        Callable target = new("f", ["x"], given => given["x"]);
        Callable wrapper = target.KeywordOnly();
        Assert.Same(wrapper, new ApiExport("rt.decorated").Apply(wrapper));
        Assert.Same(target, Decorators.Unwrap(wrapper));
        Assert.Equal("rt.decorated", ApiRegistry.GetCanonicalNameForSymbol(target));
        Assert.Equal("rt.decorated", ApiRegistry.GetCanonicalNameForSymbol(wrapper));
    }

    [Fact]
    public void A_decorator_cannot_wrap_itself()
    {
        object a = new(), b = Decorators.Make(a, new object());
        Assert.Throws<ArgumentException>(() => Decorators.Make(b, a));
        Assert.Equal([a], Decorators.Chain(b));
    }

    [Fact]
    public void Constants_belong_to_their_type()
    {
        new ApiExport(["rt.pi"], ["rt.old_pi"]).ExportConstant(typeof(ApiExportTests), "Pi");
        Assert.Equal("rt.pi", Assert.Single(ApiRegistry.GetV2Constants(typeof(ApiExportTests))).Names[0]);
        Assert.Equal("rt.old_pi", Assert.Single(ApiRegistry.GetV1Constants(typeof(ApiExportTests))).Names[0]);
        Assert.Contains(ApiRegistry.GetV2Constants(typeof(DType)), constant => constant.Member == "Float32" && constant.Names[0] == "float32");
    }

    [Fact]
    public void The_class_itself_is_asked_and_not_its_base()
    {
        new ApiExport("rt.Base").Apply(typeof(Base));
        Assert.Equal("rt.Base", ApiRegistry.GetCanonicalNameForSymbol(typeof(Base)));
        Assert.Null(ApiRegistry.GetCanonicalNameForSymbol(typeof(Derived)));
        Assert.Empty(ApiRegistry.GetV1Names(typeof(Derived)));
    }

    private class Base;

    private sealed class Derived : Base;
}
