namespace Nabla;

/// <summary>Ways of making one batch of several samples.</summary>
public static class Collation
{
    /// <summary>Stacks inputs and targets along a new first axis.</summary>
    /// <exception cref="ShapeMismatchException">The samples differ in shape.</exception>
    [Export("utils.data.default_collate")]
    public static Batch Stack(IReadOnlyList<(Tensor Input, Tensor Target)> samples, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(StackAll([.. samples.Select(sample => sample.Input)]), StackAll([.. samples.Select(sample => sample.Target)]));
    }

    private static Tensor StackAll(Tensor[] parts)
    {
        if (parts.Length == 0) throw new ArgumentException("A batch needs at least one sample.", nameof(parts));
        Tensor first = parts[0];
        Tensor result = Tensor.Empty([parts.Length, .. first.Shape.Span], first.DType, first.Backend);
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Shape != first.Shape)
                throw new ShapeMismatchException($"Samples of one batch must have one shape; sample 0 has {first.Shape}, sample {i} has {parts[i].Shape}.", nameof(parts));
            using Tensor row = result.View(first.Shape, first.Shape.RowStrides, i * first.Count);
            first.Backend.Copy(parts[i], row);
        }
        return result;
    }
}
