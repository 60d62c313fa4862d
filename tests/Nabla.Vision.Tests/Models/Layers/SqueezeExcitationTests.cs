using Nabla.Vision;

namespace Nabla.Vision.Tests.Models.Layers;

public class SqueezeExcitationTests
{
    [Theory]
    [InlineData(ActivationKind.ReLU, ActivationKind.Sigmoid)]
    [InlineData(ActivationKind.SiLU, ActivationKind.Sigmoid)]
    [InlineData(ActivationKind.ReLU, ActivationKind.Hardsigmoid)]
    public void Values_and_gradients_are_the_same_whether_or_not_a_hook_looks_at_a_layer(ActivationKind activation, ActivationKind gate)
    {
        SqueezeExcitation module = new(Weights.Random(3), 8, 2, activation, gate);
        Tensor x = Tensor.Randn([2, 8, 5, 5], generator: new Philox(4)).WithGrad();
        Tensor[] joined = Results(module, x);
        int calls = 0;
        foreach (Module layer in module.NamedChildren().Select(child => child.Module)) layer.RegisterForwardHook((_, _, y) => { calls++; return y; });
        Tensor[] apart = Results(module, x);
        Assert.Equal(2, calls);
        Assert.All(joined.Zip(apart), pair => Assert.True((pair.First - pair.Second).Abs().Max().Item() < 1e-5));
    }

    private static Tensor[] Results(SqueezeExcitation module, Tensor x)
    {
        module.ZeroGrad();
        x.Grad = null;
        Tensor y = module.Call(x);
        y.Square().Sum().Backward();
        return [y.Detach(), x.Grad!.Clone(), .. module.Parameters().Select(parameter => parameter.Grad!.Clone())];
    }
}
