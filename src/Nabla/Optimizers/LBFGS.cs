namespace Nabla;

/// <summary>A quasi-Newton method: the curvature is gathered from the last steps and gradient changes. For whole batches and smooth losses.</summary>
/// <remarks>
/// The loop is <c>optimizer.Step(closure)</c> alone. All parameters form one vector; steps, iterations, stopping rules and numbers are those of PyTorch 1.13.
/// Memory: 2 × <see cref="LbfgsOptions.HistorySize"/> vectors. Liu and Nocedal 1989, "On the limited memory BFGS method for large scale optimization".
/// </remarks>
[Export("optim.LBFGS")]
public sealed class LBFGS : Optimizer<LbfgsOptions>
{
    private const string Direction = "d";
    private const string Previous = "prev_flat_grad";
    private const string OldGradients = "old_dirs";
    private const string OldSteps = "old_stps";
    private const string Curvatures = "ro";

    private readonly Parameter[] _parameters;

    /// <summary>Optimises parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, one is not a leaf, or their dtypes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LBFGS(IEnumerable<Parameter> parameters, LbfgsOptions? options = null)
        : base(parameters, options ?? new())
    {
        _parameters = [.. Groups[0].Parameters];
        if (_parameters.Any(parameter => parameter.Value.DType != _parameters[0].Value.DType)) throw new ArgumentException("The parameters of LBFGS form one vector and must have one dtype.", nameof(parameters));
    }

    /// <summary>Not available: this method has to evaluate the loss.</summary>
    /// <exception cref="InvalidOperationException">Always; call <see cref="Step(Func{Tensor})"/>.</exception>
    public override void Step() => throw new InvalidOperationException("LBFGS evaluates the loss several times a step; call Step with a closure that computes it.");

    /// <inheritdoc/>
    public override Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        if (Groups.Count != 1) throw new InvalidOperationException($"LBFGS has one group of parameters; there are {Groups.Count}.");
        LbfgsOptions options = (LbfgsOptions)Groups[0].Options;
        using GradMode.Restore mode = GradMode.NoGrad();
        using TensorScope scope = new();
        Tensor first = Evaluate(closure);
        Iterate(closure, options, first.Item());
        return first.Persist();
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, LbfgsOptions options) => throw new InvalidOperationException("LBFGS moves all parameters at once.");

    /// <inheritdoc/>
    protected override void Restore(ParameterState state, string name, Tensor saved, Parameter parameter)
    {
        long count = _parameters.Sum(p => p.Shape.Count);
        if (saved.Shape != new Shape(count)) throw new FormatException($"'{name}' has shape {saved.Shape}; the parameters form a vector of {count}.");
        state.Set(name, saved.To(_parameters[0].Value.DType).Clone());
    }

    private void Iterate(Func<Tensor> closure, LbfgsOptions options, double loss)
    {
        ParameterState state = StateOf(_parameters[0]);
        IDictionary<string, double> numbers = state.Numbers;
        numbers.TryAdd("func_evals", 0);
        numbers.TryAdd("n_iter", 0);
        numbers["func_evals"]++;
        int evaluations = 1, iterations = 0;
        Tensor gradient = Gradient();
        if (Largest(gradient) <= options.GradientTolerance) return;

        double length = numbers.TryGetValue("t", out double saved) ? saved : 0;
        while (iterations < options.MaxIterations)
        {
            iterations++;
            numbers["n_iter"]++;
            bool start = numbers["n_iter"] == 1;
            Tensor direction = start ? -gradient : Towards(state, gradient, length, options.HistorySize);
            if (start) numbers["H_diag"] = 1;
            state.Set(Direction, direction);
            state.Set(Previous, gradient);
            numbers["prev_loss"] = loss;
            double before = loss;
            length = (start ? Math.Min(1, 1 / gradient.Abs().Sum().Item()) : 1) * options.LearningRate;
            numbers["t"] = length;
            double slope = Dot(gradient, direction);
            if (slope > -options.ChangeTolerance) break;

            int used = 0;
            if (options.LineSearch == LineSearch.StrongWolfe)
            {
                Tensor[] origin = [.. _parameters.Select(parameter => parameter.Value.Clone())];
                (loss, gradient, length, used) = WolfeSearch.Run(t => EvaluateAt(closure, origin, direction, t), length, direction, loss, gradient, slope, options.ChangeTolerance);
                numbers["t"] = length;
                Move(direction, length);
            }
            else
            {
                Move(direction, length);
                if (iterations != options.MaxIterations)
                {
                    loss = Evaluate(closure).Item();
                    gradient = Gradient();
                    used = 1;
                }
            }
            evaluations += used;
            numbers["func_evals"] += used;
            if (evaluations >= options.Evaluations || Largest(gradient) <= options.GradientTolerance || Largest(direction) * Math.Abs(length) <= options.ChangeTolerance
                || Math.Abs(loss - before) < options.ChangeTolerance)
            {
                break;
            }
        }
    }

    /// <summary>The direction -Hg, H being the inverse Hessian that the remembered pairs make of a multiple of the identity.</summary>
    private static Tensor Towards(ParameterState state, Tensor gradient, double length, int history)
    {
        Tensor change = gradient - state.Tensors[Previous], step = state.Tensors[Direction] * length;
        double curvature = Dot(change, step);
        int pairs = 0;
        while (state.Has(Name(OldSteps, pairs))) pairs++;
        if (curvature > 1e-10)
        {
            if (pairs == history)
            {
                for (int i = 1; i < pairs; i++)
                {
                    state.Set(Name(OldGradients, i - 1), state.Tensors[Name(OldGradients, i)]);
                    state.Set(Name(OldSteps, i - 1), state.Tensors[Name(OldSteps, i)]);
                    state.Numbers[Name(Curvatures, i - 1)] = state.Numbers[Name(Curvatures, i)];
                }
                pairs--;
            }
            state.Set(Name(OldGradients, pairs), change);
            state.Set(Name(OldSteps, pairs), step);
            state.Numbers[Name(Curvatures, pairs)] = 1 / curvature;
            state.Numbers["H_diag"] = curvature / Dot(change, change);
            pairs++;
        }
        double[] weights = new double[pairs];
        Tensor q = -gradient;
        for (int i = pairs - 1; i >= 0; i--)
        {
            weights[i] = Dot(state.Tensors[Name(OldSteps, i)], q) * state.Numbers[Name(Curvatures, i)];
            q.SubtractInPlace(state.Tensors[Name(OldGradients, i)] * weights[i]);
        }
        q.MultiplyInPlace(state.Numbers["H_diag"]);
        for (int i = 0; i < pairs; i++)
        {
            double share = Dot(state.Tensors[Name(OldGradients, i)], q) * state.Numbers[Name(Curvatures, i)];
            q.AddInPlace(state.Tensors[Name(OldSteps, i)] * (weights[i] - share));
        }
        return q;
    }

    private (double Loss, Tensor Gradient) EvaluateAt(Func<Tensor> closure, Tensor[] origin, Tensor direction, double length)
    {
        Move(direction, length);
        double loss = Evaluate(closure).Item();
        Tensor gradient = Gradient();
        for (int i = 0; i < origin.Length; i++) _parameters[i].Value.CopyInPlace(origin[i]);
        return (loss, gradient);
    }

    private static Tensor Evaluate(Func<Tensor> closure)
    {
        using GradMode.Restore mode = GradMode.Enable();
        Tensor loss = closure();
        if (loss.Count != 1) throw new InvalidOperationException($"The closure must return one number; it returned shape {loss.Shape}.");
        return loss.Detach();
    }

    private Tensor Gradient() => Tensor.Cat([.. _parameters.Select(p => (p.Grad is { } gradient ? gradient.To(p.Value.DType) : Tensor.Zeros(p.Shape, p.Value.DType, p.Value.Backend)).Reshape(-1))]).Detach();

    private void Move(Tensor direction, double length)
    {
        long offset = 0;
        foreach (Parameter parameter in _parameters)
        {
            parameter.Value.AddInPlace(direction.Narrow(0, offset, parameter.Shape.Count).Reshape(parameter.Shape) * length);
            offset += parameter.Shape.Count;
        }
    }

    private static double Largest(Tensor x) => x.Count == 0 ? 0 : x.Abs().Amax().Item();

    private static double Dot(Tensor a, Tensor b) => (a * b).Sum().Item();

    private static string Name(string list, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list}.{index}");
}
