using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Optimizers;

/// <summary>What one step of an optimiser does to a parameter and up to three numbers remembered of it; written once for scalars and all vector widths.</summary>
public interface IStepRule
{
    /// <summary>Moves parameters.</summary>
    /// <param name="p">Parameters, changed.</param>
    /// <param name="g">Their gradient.</param>
    /// <param name="a">First remembered value, changed; zero where there is none.</param>
    /// <param name="b">Second remembered value, changed; zero where there is none.</param>
    /// <param name="c">Third remembered value, changed; zero where there is none.</param>
    void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c) where V : struct, ILanes<V, T> where T : unmanaged;
}

/// <summary>Runs a rule over whole arrays in a single pass over memory. The bits do not depend on the number of threads.</summary>
public static unsafe class FusedStep
{
    /// <summary>Moves parameters.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="parameters">The parameters, changed.</param>
    /// <param name="gradient">Their gradient, as long, left alone.</param>
    /// <param name="a">First remembered values, as long, changed; empty when the rule has none.</param>
    /// <param name="b">Second remembered values, as long, changed; empty when the rule has none.</param>
    /// <param name="c">Third remembered values, as long, changed; empty when the rule has none.</param>
    /// <param name="rule">The rule with its settings.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TRule, T>(Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> a, Span<T> b, Span<T> c, TRule rule)
        where TRule : struct, IStepRule
        where T : unmanaged
    {
        StepArguments.SameLength(parameters.Length, gradient.Length, nameof(gradient));
        if (!a.IsEmpty) StepArguments.SameLength(parameters.Length, a.Length, nameof(a));
        if (!b.IsEmpty) StepArguments.SameLength(parameters.Length, b.Length, nameof(b));
        if (!c.IsEmpty) StepArguments.SameLength(parameters.Length, c.Length, nameof(c));
        fixed (T* p = parameters)
        fixed (T* g = gradient)
        fixed (T* x = a)
        fixed (T* y = b)
        fixed (T* z = c)
            Run(p, g, x, y, z, parameters.Length, rule);
    }

    /// <summary>Moves parameters; the same on pointers, null where the rule has no such values.</summary>
    /// <inheritdoc cref="Run{TRule, T}(Span{T}, ReadOnlySpan{T}, Span{T}, Span{T}, Span{T}, TRule)"/>
    public static void Run<TRule, T>(T* parameters, T* gradient, T* a, T* b, T* c, long count, TRule rule)
        where TRule : struct, IStepRule
        where T : unmanaged
    {
        Body<TRule, T> body = new(parameters, gradient, a, b, c, rule);
        WorkPool.For(count, StepArguments.Grain, ref body);
    }

    private readonly struct Body<TRule, T>(T* p, T* g, T* a, T* b, T* c, TRule rule) : IRangeBody
        where TRule : struct, IStepRule
        where T : unmanaged
    {
        public void Invoke(long start, long end)
        {
            if (Width.Is512) start = Loop<Lanes512<T>>(start, end);
            else if (Width.Is256) start = Loop<Lanes256<T>>(start, end);
            else if (Width.Is128) start = Loop<Lanes128<T>>(start, end);
            Loop<Lanes1<T>>(start, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private long Loop<V>(long i, long end) where V : struct, ILanes<V, T>
        {
            TRule step = rule;
            T* first = a, second = b, third = c;
            for (; i <= end - V.Count; i += V.Count)
            {
                V parameter = V.Load(p + i);
                V x = first is null ? V.Zero : V.Load(first + i), y = second is null ? V.Zero : V.Load(second + i), z = third is null ? V.Zero : V.Load(third + i);
                step.Invoke<V, T>(ref parameter, V.Load(g + i), ref x, ref y, ref z);
                V.Store(p + i, parameter);
                if (first is not null) V.Store(first + i, x);
                if (second is not null) V.Store(second + i, y);
                if (third is not null) V.Store(third + i, z);
            }
            return i;
        }
    }
}
