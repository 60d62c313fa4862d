namespace Nabla;

public static partial class Autograd
{
    /// <summary>Values of a function and its vector-Jacobian product, vᵀJ: one backward pass.</summary>
    /// <param name="function">From the inputs to any number of outputs.</param>
    /// <param name="inputs">Where to differentiate; floating point.</param>
    /// <param name="v">One weight tensor an output, of its shape; may be omitted for a single output of one element.</param>
    /// <param name="createGraph">Let the results be differentiated again, also with respect to what <paramref name="inputs"/> depend on.</param>
    /// <param name="strict">Throw when an output does not depend on an input, rather than giving zeros.</param>
    /// <returns>The outputs, and one product an input, of the input's shape.</returns>
    /// <exception cref="InvalidOperationException">Independence, when strict; or v is missing.</exception>
    /// <exception cref="ShapeMismatchException">A weight has another shape than its output.</exception>
    [Export("autograd.functional.vjp")]
    public static (Tensor[] Outputs, Tensor[] Products) Vjp(
        Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool createGraph = false, bool strict = false)
    {
        using GradMode.Restore mode = GradMode.Enable();
        Tensor[] own = Leaves(function, inputs, createGraph), outputs = function(own);
        Tensor?[]? weights = v is null ? null : [.. Matched(v, outputs, nameof(v), "output")];
        CheckUse(outputs, own, strict);
        return (Results(outputs, createGraph), Pull(outputs, own, weights, createGraph, keep: createGraph));
    }

    /// <summary>Value of a function of one tensor, and its vector-Jacobian product.</summary>
    /// <inheritdoc cref="Vjp(Func{Tensor[], Tensor[]}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}?, bool, bool)"/>
    public static (Tensor Output, Tensor Product) Vjp(Func<Tensor, Tensor> function, Tensor input, Tensor? v = null, bool createGraph = false, bool strict = false)
    {
        (Tensor[] outputs, Tensor[] products) = Vjp(Many(function), [input], v is null ? null : [v], createGraph, strict);
        return (outputs[0], products[0]);
    }

    /// <summary>Values of a function and its Jacobian-vector product, Jv: one forward pass with tangents, and no tape.</summary>
    /// <param name="function">From the inputs to any number of outputs.</param>
    /// <param name="inputs">Where to differentiate; floating point.</param>
    /// <param name="v">One direction an input, of its shape.</param>
    /// <param name="createGraph">Let the results be differentiated again, also with respect to what <paramref name="inputs"/> and <paramref name="v"/> depend on.</param>
    /// <param name="strict">Throw when an output does not depend on the inputs, rather than giving zeros.</param>
    /// <returns>The outputs, and one product an output, of the output's shape.</returns>
    /// <exception cref="InvalidOperationException">Independence, when strict.</exception>
    /// <exception cref="ShapeMismatchException">A direction has another shape than its input.</exception>
    /// <remarks>Inside an open <see cref="DualLevel"/>, and so inside another Jvp, the product comes from two backward passes instead, which can be differentiated by the level.</remarks>
    [Export("autograd.functional.jvp")]
    public static (Tensor[] Outputs, Tensor[] Products) Jvp(
        Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> v, bool createGraph = false, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(v);
        Tensor[] directions = Matched(v, [.. inputs], nameof(v), "input");
        if (ForwardAD.IsActive) return JvpByTransposition(function, inputs, directions, createGraph, strict);

        using GradMode.Restore mode = GradMode.Set(createGraph);
        using DualLevel level = ForwardAD.EnterDualLevel();
        Tensor[] duals = new Tensor[inputs.Count];
        for (int i = 0; i < duals.Length; i++)
            duals[i] = createGraph ? ForwardAD.MakeDual(inputs[i], directions[i]) : ForwardAD.MakeDual(inputs[i].Detach(), directions[i].Detach());
        Tensor[] outputs = function(duals), values = new Tensor[outputs.Length], products = new Tensor[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            (values[i], Tensor? tangent) = ForwardAD.UnpackDual(outputs[i]);
            if (tangent is null && strict) throw new InvalidOperationException($"Output {i} of the function does not depend on its inputs.");
            products[i] = tangent ?? Tensor.Zeros(outputs[i].Shape, outputs[i].DType, outputs[i].Backend);
        }
        return (Results(values, createGraph), Results(products, createGraph));
    }

    /// <summary>Value of a function of one tensor, and its Jacobian-vector product.</summary>
    /// <inheritdoc cref="Jvp(Func{Tensor[], Tensor[]}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, bool, bool)"/>
    public static (Tensor Output, Tensor Product) Jvp(Func<Tensor, Tensor> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(v);
        (Tensor[] outputs, Tensor[] products) = Jvp(Many(function), [input], [v], createGraph, strict);
        return (outputs[0], products[0]);
    }

    /// <summary>Value of a scalar function and the product of its Hessian with a vector, Hv: a forward pass over the backward pass.</summary>
    /// <param name="function">From the inputs to one number.</param>
    /// <param name="inputs">Where to differentiate; floating point.</param>
    /// <param name="v">One direction an input, of its shape.</param>
    /// <param name="createGraph">Let the results be differentiated again.</param>
    /// <param name="strict">Throw when the gradient does not depend on the inputs, rather than giving zeros.</param>
    /// <returns>The value, and one product an input, of the input's shape.</returns>
    /// <exception cref="InvalidOperationException">The function's value is not one number; or independence, when strict.</exception>
    [Export("autograd.functional.hvp")]
    public static (Tensor Output, Tensor[] Products) Hvp(
        Func<Tensor[], Tensor> function, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> v, bool createGraph = false, bool strict = false)
    {
        Tensor? value = null;
        (_, Tensor[] products) = Jvp(own => GradientOf(function, own, createGraph, strict, out value), inputs, v, createGraph, strict);
        return (createGraph ? value! : value!.Detach(), products);
    }

    /// <summary>Value of a scalar function of one tensor, and the product of its Hessian with a vector.</summary>
    /// <inheritdoc cref="Hvp(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, bool, bool)"/>
    public static (Tensor Output, Tensor Product) Hvp(Func<Tensor, Tensor> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(v);
        (Tensor output, Tensor[] products) = Hvp(Scalar(function), [input], [v], createGraph, strict);
        return (output, products[0]);
    }

    /// <summary>Value of a scalar function and the product of a vector with its Hessian, vᵀH: a backward pass over the backward pass.</summary>
    /// <inheritdoc cref="Hvp(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, bool, bool)"/>
    /// <remarks>The Hessian is symmetric where it is continuous, so that this equals <see cref="Hvp(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, bool, bool)"/>.</remarks>
    [Export("autograd.functional.vhp")]
    public static (Tensor Output, Tensor[] Products) Vhp(
        Func<Tensor[], Tensor> function, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> v, bool createGraph = false, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(v);
        Tensor? value = null;
        (_, Tensor[] products) = Vjp(own => GradientOf(function, own, createGraph: true, strict, out value), inputs, v, createGraph, strict);
        return (createGraph ? value! : value!.Detach(), products);
    }

    /// <summary>Value of a scalar function of one tensor, and the product of a vector with its Hessian.</summary>
    /// <inheritdoc cref="Vhp(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, bool, bool)"/>
    public static (Tensor Output, Tensor Product) Vhp(Func<Tensor, Tensor> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(v);
        (Tensor output, Tensor[] products) = Vhp(Scalar(function), [input], [v], createGraph, strict);
        return (output, products[0]);
    }

    /// <summary>Jv as the gradient of the linear map u ↦ uᵀJ, with v entering.</summary>
    private static (Tensor[] Outputs, Tensor[] Products) JvpByTransposition(
        Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, Tensor[] directions, bool createGraph, bool strict)
    {
        using GradMode.Restore mode = GradMode.Enable();
        Tensor[] own = Leaves(function, inputs, createGraph), outputs = function(own);
        CheckUse(outputs, own, strict);
        Tensor[] weights = [.. outputs.Select(output => Tensor.Zeros(output.Shape, output.DType, output.Backend).WithGrad())];
        Tensor[] pulled = Pull(outputs, own, weights, createGraph: true, keep: true);
        Tensor[] products = Pull(pulled, weights, directions, createGraph, keep: createGraph);
        return (Results(outputs, createGraph), products);
    }

    /// <summary>The gradient of a scalar function at inputs that may be leaves, duals or neither.</summary>
    private static Tensor[] GradientOf(Func<Tensor[], Tensor> function, Tensor[] inputs, bool createGraph, bool strict, out Tensor value)
    {
        ArgumentNullException.ThrowIfNull(function);
        using GradMode.Restore mode = GradMode.Enable();
        // Inside a dual level the inputs carry tangents, which a leaf of one's own takes over.
        Tensor[] own = [.. inputs.Select(input => input.RequiresGrad ? input : ForwardAD.Constant(input).WithGrad())];
        value = function(own);
        if (value.Count != 1) throw new InvalidOperationException($"The function must give one number; it gave shape {value.Shape}.");
        CheckUse([value], own, strict);
        return Pull([value], own, null, createGraph, keep: createGraph);
    }
}
