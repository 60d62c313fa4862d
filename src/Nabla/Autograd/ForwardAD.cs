namespace Nabla;

/// <summary>Forward-mode differentiation: directional derivatives computed along with the values, without a tape.</summary>
/// <remarks>
/// <code>
/// using DualLevel level = ForwardAD.EnterDualLevel();
/// Tensor dual = ForwardAD.MakeDual(x, direction);
/// (Tensor y, Tensor? tangent) = ForwardAD.UnpackDual(model.Call(dual));
/// </code>
/// Inside a level every operation on a value with a tangent gives its result one as well, whether or not operations are recorded
/// (<see cref="GradMode.NoGrad"/> does not matter); <see cref="Tensor.Detach"/> drops it. The memory needed is that of the values and
/// tangents in use. Combines with reverse mode both ways: gradients of tangents, and tangents of gradients (Hessian-vector products).
/// One level a thread at a time, as in PyTorch.
/// </remarks>
public static class ForwardAD
{
    [ThreadStatic]
    private static DualLevel? _level;

    /// <summary>Is a level open on this thread?</summary>
    [Export("autograd.forward_ad.is_active")]
    public static bool IsActive => _level is not null;

    /// <summary>Opens a level on this thread; dispose it to leave.</summary>
    /// <exception cref="InvalidOperationException">A level is open already.</exception>
    [Export("autograd.forward_ad.enter_dual_level")]
    public static DualLevel EnterDualLevel()
    {
        if (_level is not null) throw new InvalidOperationException("A dual level is open on this thread already; levels do not nest. Differentiate the inner function with Autograd.Grad, or with Autograd.Jvp.");
        return _level = new(static () => _level = null);
    }

    /// <summary>The value with a tangent. Gradients of a later backward pass flow on to <paramref name="primal"/>.</summary>
    /// <param name="primal">A floating-point value without a tangent.</param>
    /// <param name="tangent">The direction, of the same shape and dtype.</param>
    /// <exception cref="InvalidOperationException">No level is open, or the value has a tangent already.</exception>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The dtypes differ, or are not floating point.</exception>
    [Export("autograd.forward_ad.make_dual")]
    public static Tensor MakeDual(Tensor primal, Tensor tangent)
    {
        ArgumentNullException.ThrowIfNull(primal);
        ArgumentNullException.ThrowIfNull(tangent);
        DualLevel level = _level ?? throw new InvalidOperationException("MakeDual needs an open level; see ForwardAD.EnterDualLevel.");
        if (!primal.DType.IsFloating()) throw new ArgumentException($"Only floating-point values have a tangent; this one is {primal.DType.Name()}.", nameof(primal));
        if (tangent.Shape != primal.Shape) throw new ShapeMismatchException($"The tangent has shape {tangent.Shape}; expected the value's shape {primal.Shape}.", nameof(tangent));
        if (tangent.DType != primal.DType) throw new ArgumentException($"The tangent is {tangent.DType.Name()}; expected {primal.DType.Name()}.", nameof(tangent));
        if (level.Tangent(primal) is not null) throw new InvalidOperationException("The value has a tangent already; unpack it first.");
        Tensor dual = new SameOp().Apply(primal);
        level.Set(dual, tangent);
        return dual;
    }

    /// <summary>A value apart from its tangent, which is null where it is zero.</summary>
    /// <exception cref="InvalidOperationException">No level is open.</exception>
    [Export("autograd.forward_ad.unpack_dual")]
    public static (Tensor Primal, Tensor? Tangent) UnpackDual(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        DualLevel level = _level ?? throw new InvalidOperationException("UnpackDual needs an open level; see ForwardAD.EnterDualLevel.");
        if (level.Tangent(x) is not { } tangent) return (x, null);
        using Suspension calm = Suspend();
        return (new SameOp().Apply(x), tangent.Alias());
    }

    /// <summary>Has the value a tangent in the open level?</summary>
    internal static bool Carries(Tensor x) => _level?.Tangent(x) is not null;

    /// <summary>Has one of the values a tangent?</summary>
    internal static bool Carries(ReadOnlySpan<Tensor> values)
    {
        if (_level is not { } level) return false;
        foreach (Tensor value in values)
        {
            if (level.Tangent(value) is not null) return true;
        }
        return false;
    }

    /// <summary>Gives the result of an op its tangent.</summary>
    internal static void Propagate(Op op, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor[] extras)
    {
        DualLevel level = _level!;
        Tensor?[] tangents = new Tensor?[inputs.Length];
        for (int i = 0; i < tangents.Length; i++) tangents[i] = level.Tangent(inputs[i]);
        using Suspension calm = Suspend();
        using Autocast.Scope types = Autocast.Suspend();
        using TensorScope scope = TensorScope.Open();
        if (ForwardRules.Tangent(op, inputs, tangents, output, extras) is { } tangent) level.Set(output, tangent);
    }

    /// <summary>The value cut off from its history, with its tangent.</summary>
    internal static Tensor Constant(Tensor x)
    {
        Tensor cut = x.Detach();
        if (_level?.Tangent(x) is { } tangent) _level.Set(cut, tangent);
        return cut;
    }

    /// <summary>No tangents until the result is disposed.</summary>
    internal static Suspension Suspend()
    {
        Suspension suspension = new(_level);
        _level = null;
        return suspension;
    }

    internal readonly ref struct Suspension(DualLevel? level)
    {
        public void Dispose() => _level = level;
    }
}

/// <summary>The same value under a new handle, so that a tangent given to it stays apart from the original.</summary>
internal sealed record SameOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => x.View(x.Shape, x.StrideArray, x.Offset);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g;
}
