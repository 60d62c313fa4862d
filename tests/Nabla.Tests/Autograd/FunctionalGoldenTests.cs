using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests;

/// <summary>Products, Jacobians and Hessians of a composition against torch.autograd.functional.</summary>
public sealed class FunctionalGoldenTests
{
    private static readonly GoldenFile Golden = GoldenFile.Open("autograd/functional.safetensors");

    [Fact]
    public void Vjp_matches_PyTorch()
    {
        JsonElement golden = Case("vjp");
        (Tensor[] outputs, Tensor[] products) = Autograd.Vjp(Network, Tensors(golden, "inputs"), Tensors(golden, "v"));
        Check(Tensors(golden, "outputs"), outputs);
        Check(Tensors(golden, "products"), products);
    }

    [Fact]
    public void Jvp_matches_PyTorch()
    {
        JsonElement golden = Case("jvp");
        (Tensor[] outputs, Tensor[] products) = Autograd.Jvp(Network, Tensors(golden, "inputs"), Tensors(golden, "v"));
        Check(Tensors(golden, "outputs"), outputs);
        Check(Tensors(golden, "products"), products);
    }

    [Theory, InlineData(JacobianStrategy.Reverse), InlineData(JacobianStrategy.Forward)]
    public void Jacobian_matches_PyTorch(JacobianStrategy strategy)
    {
        JsonElement golden = Case("jacobian");
        CheckRows(golden, Autograd.Jacobian(Network, Tensors(golden, "inputs"), strategy: strategy));
    }

    [Theory, InlineData(JacobianStrategy.Reverse), InlineData(JacobianStrategy.Forward)]
    public void Hessian_matches_PyTorch(JacobianStrategy strategy)
    {
        JsonElement golden = Case("hessian");
        CheckRows(golden, Autograd.Hessian(Energy, Tensors(golden, "inputs"), strategy: strategy));
    }

    [Theory, InlineData("hvp"), InlineData("vhp")]
    public void Hessian_products_match_PyTorch(string name)
    {
        JsonElement golden = Case(name);
        Tensor[] inputs = Tensors(golden, "inputs"), v = Tensors(golden, "v");
        (Tensor output, Tensor[] products) = name == "hvp" ? Autograd.Hvp(Energy, inputs, v) : Autograd.Vhp(Energy, inputs, v);
        Check(Tensors(golden, "outputs"), [output]);
        Check(Tensors(golden, "products"), products);
        Assert.All(products, product => Assert.False(product.RequiresGrad));
        Assert.False(output.RequiresGrad);
    }

    private static Tensor[] Network(Tensor[] x)
    {
        Tensor hidden = (x[0].MatMul(x[1]) + x[2]).Tanh();
        return [hidden, (hidden * x[0].Sum(1, keepDims: true)).Softmax(1).Pow(2).Sum(0)];
    }

    private static Tensor Energy(Tensor[] x)
    {
        Tensor[] outputs = Network(x);
        Tensor weighted = (outputs[1] * Tensor.Arange(4, 8, type: DType.Float64) - (outputs[1] * 4)).Sum() / (1 + x[2].Pow(2).Sum());
        return (outputs[0].Sin() * x[0].Mean()).Sum() + weighted;
    }

    private static JsonElement Case(string name) => Golden.Cases.Single(c => c.GetProperty("name").GetString() == name);

    private static Tensor[] Tensors(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(key => Golden.Tensor(key.GetString()!))];

    private static void CheckRows(JsonElement golden, Tensor[][] actual)
    {
        JsonElement[] rows = [.. golden.GetProperty("rows").EnumerateArray()];
        Assert.Equal(rows.Length, actual.Length);
        for (int i = 0; i < rows.Length; i++) Check([.. rows[i].EnumerateArray().Select(key => Golden.Tensor(key.GetString()!))], actual[i]);
    }

    private static void Check(Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            string? difference = GoldenTolerance.Difference(actual[i], expected[i]);
            Assert.True(difference is null, $"tensor {i} {difference}");
        }
    }
}
