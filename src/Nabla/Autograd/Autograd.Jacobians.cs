namespace Nabla;

/// <summary>How the columns or rows of a Jacobian are found.</summary>
[Export("autograd.JacobianStrategy")]
public enum JacobianStrategy
{
    /// <summary>A row at a time: one evaluation, then one backward pass for every element of the outputs. For few outputs.</summary>
    Reverse,

    /// <summary>A column at a time: one evaluation with tangents for every element of the inputs. For few inputs.</summary>
    Forward,
}

public static partial class Autograd
{
    /// <summary>All first derivatives of a function: entry [j][i] has the shape of output j followed by that of input i.</summary>
    /// <param name="function">From the inputs to any number of outputs.</param>
    /// <param name="inputs">Where to differentiate; floating point.</param>
    /// <param name="createGraph">Let the results be differentiated again, also with respect to what <paramref name="inputs"/> depend on.</param>
    /// <param name="strict">Throw when an output does not depend on an input, rather than giving zeros; with <see cref="JacobianStrategy.Reverse"/> only.</param>
    /// <param name="strategy">Rows or columns.</param>
    /// <exception cref="InvalidOperationException">Independence, when strict.</exception>
    /// <exception cref="ArgumentException">An input is not floating point, or strict was asked of the forward strategy.</exception>
    [Export("autograd.functional.jacobian")]
    public static Tensor[][] Jacobian(
        Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, bool createGraph = false, bool strict = false, JacobianStrategy strategy = JacobianStrategy.Reverse)
    {
        if (strategy == JacobianStrategy.Forward)
        {
            if (strict) throw new ArgumentException("The forward strategy cannot tell which input an output depends on; use the reverse one.", nameof(strict));
            return ByColumns(function, inputs, createGraph);
        }
        using GradMode.Restore mode = GradMode.Enable();
        Tensor[] own = Leaves(function, inputs, createGraph), outputs = function(own);
        CheckUse(outputs, own, strict);
        Tensor[][] jacobian = new Tensor[outputs.Length][];
        for (int j = 0; j < outputs.Length; j++)
        {
            Tensor output = outputs[j];
            List<Tensor>[] rows = [.. own.Select(_ => new List<Tensor>())];
            for (long k = 0; k < output.Count; k++)
            {
                Tensor[] row = Pull([output], own, [Basis(output, k)], createGraph, keep: true);
                for (int i = 0; i < row.Length; i++) rows[i].Add(row[i]);
            }
            jacobian[j] = [.. own.Select((input, i) => Stacked(rows[i], 0, [.. output.Shape.Span, .. input.Shape.Span], input))];
        }
        return jacobian;
    }

    /// <summary>All first derivatives of a function of one tensor: the output's shape followed by the input's.</summary>
    /// <inheritdoc cref="Jacobian(Func{Tensor[], Tensor[]}, IReadOnlyList{Tensor}, bool, bool, JacobianStrategy)"/>
    public static Tensor Jacobian(Func<Tensor, Tensor> function, Tensor input, bool createGraph = false, bool strict = false, JacobianStrategy strategy = JacobianStrategy.Reverse) =>
        Jacobian(Many(function), [input], createGraph, strict, strategy)[0][0];

    /// <summary>All second derivatives of a scalar function: entry [i][j] has the shape of input i followed by that of input j.</summary>
    /// <param name="function">From the inputs to one number.</param>
    /// <param name="inputs">Where to differentiate; floating point.</param>
    /// <param name="createGraph">Let the results be differentiated again.</param>
    /// <param name="strict">Throw when the gradient does not depend on an input, rather than giving zeros.</param>
    /// <param name="strategy">Of the outer derivative: a backward pass a row, or a forward pass with tangents a column.</param>
    /// <exception cref="InvalidOperationException">The function's value is not one number; or independence, when strict.</exception>
    [Export("autograd.functional.hessian")]
    public static Tensor[][] Hessian(
        Func<Tensor[], Tensor> function, IReadOnlyList<Tensor> inputs, bool createGraph = false, bool strict = false, JacobianStrategy strategy = JacobianStrategy.Reverse) =>
        Jacobian(own => GradientOf(function, own, createGraph || strategy == JacobianStrategy.Reverse, strict, out _), inputs, createGraph, strict, strategy);

    /// <summary>All second derivatives of a scalar function of one tensor: the input's shape twice.</summary>
    /// <inheritdoc cref="Hessian(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, bool, bool, JacobianStrategy)"/>
    public static Tensor Hessian(Func<Tensor, Tensor> function, Tensor input, bool createGraph = false, bool strict = false, JacobianStrategy strategy = JacobianStrategy.Reverse) =>
        Hessian(Scalar(function), [input], createGraph, strict, strategy)[0][0];

    private static Tensor[][] ByColumns(Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, bool createGraph)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] zeros = [.. inputs.Select(input => Tensor.Zeros(input.Shape, input.DType, input.Backend))];
        List<Tensor>[][] columns = [];
        Tensor[] outputs = [];
        for (int i = 0; i < inputs.Count; i++)
        {
            for (long k = 0; k < inputs[i].Count; k++)
            {
                Tensor[] directions = [.. zeros];
                directions[i] = Basis(inputs[i], k);
                (outputs, Tensor[] products) = Jvp(function, inputs, directions, createGraph);
                if (columns.Length == 0) columns = [.. outputs.Select(_ => inputs.Select(_ => new List<Tensor>()).ToArray())];
                for (int j = 0; j < products.Length; j++) columns[j][i].Add(products[j].Reshape(-1));
            }
        }
        if (columns.Length == 0) (outputs, columns) = Nothing(function, inputs);
        return [.. outputs.Select((output, j) => inputs.Select((input, i) => Stacked(columns[j][i], 1, [.. output.Shape.Span, .. input.Shape.Span], output)).ToArray())];
    }

    private static (Tensor[] Outputs, List<Tensor>[][] Columns) Nothing(Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs)
    {
        Tensor[] outputs = function([.. inputs]);
        return (outputs, [.. outputs.Select(_ => inputs.Select(_ => new List<Tensor>()).ToArray())]);
    }

    private static Tensor Stacked(List<Tensor> parts, int axis, Shape shape, Tensor like) =>
        parts.Count == 0 ? Tensor.Zeros(shape, like.DType, like.Backend) : Tensor.Stack([.. parts], axis).Reshape(shape);

    private static Tensor Basis(Tensor like, long element)
    {
        double[] values = new double[like.Count];
        values[element] = 1;
        return Tensor.Of(values, like.Shape).To(like.DType);
    }
}
