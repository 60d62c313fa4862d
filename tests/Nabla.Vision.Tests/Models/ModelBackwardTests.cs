namespace Nabla.Vision.Tests.Models;

/// <summary>Every registered model, forward and backward, at its own size: shapes alone, so that the largest needs no memory.</summary>
public sealed class ModelBackwardTests
{
    [Fact]
    public void Every_model_gives_every_parameter_a_gradient_of_its_shape()
    {
        List<string> wrong = [];
        foreach (string name in ModelRegistry.Names)
        {
            ModelEntry entry = ModelRegistry.Find(name);
            Module model = ModelRegistry.Create(name, Weights.ShapeOnly()).Train();
            IReadOnlyList<Tensor> outputs = model.Run([Tensor.Zeros([2, .. entry.InputShape.Span], on: ShapeOnlyBackend.Instance)]);
            Tensor loss = outputs[0].Sum();
            foreach (Tensor other in outputs.Skip(1)) loss += other.Sum();
            loss.Backward();
            wrong.AddRange(model.Parameters().Where(parameter => ((Tensor)parameter).RequiresGrad && parameter.Grad?.Shape != parameter.Shape).Select(parameter => $"{name}: {parameter.Name}"));
        }
        Assert.Empty(wrong);
    }
}
