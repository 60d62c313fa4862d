using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Optimizers;

/// <summary>Settings of stochastic gradient descent, named and defaulted as in PyTorch.</summary>
/// <param name="LearningRate">Step length.</param>
/// <param name="Momentum">Share of the previous direction that is kept; 0 for none.</param>
/// <param name="Dampening">Share of the gradient that is left out of the direction.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient.</param>
/// <param name="Nesterov">Whether to look one step ahead.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
public readonly record struct SgdSettings(double LearningRate, double Momentum = 0, double Dampening = 0, double WeightDecay = 0, bool Nesterov = false,
    bool Maximize = false);

/// <summary>One step of stochastic gradient descent in a single pass over memory, with the arithmetic of PyTorch 1.13 in its order.</summary>
public static unsafe class SgdStep
{
    /// <summary>Moves parameters along their gradient.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="parameters">The parameters, changed.</param>
    /// <param name="gradient">Their gradient, as long, left alone.</param>
    /// <param name="momentum">The direction kept between steps, as long, changed; empty without momentum.</param>
    /// <param name="first">Whether this is the first step, so that the direction starts as the gradient itself.</param>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<T>(Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> momentum, bool first, SgdSettings settings) where T : unmanaged
    {
        StepArguments.SameLength(parameters.Length, gradient.Length, nameof(gradient));
        if (settings.Momentum != 0)
            StepArguments.SameLength(parameters.Length, momentum.Length, nameof(momentum));
        fixed (T* p = parameters)
        fixed (T* g = gradient)
        fixed (T* m = momentum)
            Run(p, g, m, parameters.Length, first, settings);
    }

    /// <summary>Moves parameters along their gradient; the same on pointers.</summary>
    /// <inheritdoc cref="Run{T}(Span{T}, ReadOnlySpan{T}, Span{T}, bool, SgdSettings)"/>
    public static void Run<T>(T* parameters, T* gradient, T* momentum, long count, bool first, SgdSettings settings) where T : unmanaged
    {
        Body<T> body = new(parameters, gradient, momentum, first, settings);
        WorkPool.For(count, StepArguments.Grain, ref body);
    }

    private readonly struct Body<T>(T* p, T* g, T* m, bool first, SgdSettings settings) : IRangeBody where T : unmanaged
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
            bool maximize = settings.Maximize, decays = settings.WeightDecay != 0, moves = settings.Momentum != 0, starts = first, ahead = settings.Nesterov;
            V decay = V.Constant(settings.WeightDecay), momentum = V.Constant(settings.Momentum), share = V.Constant(1 - settings.Dampening);
            V rate = V.Constant(-settings.LearningRate);
            for (; i <= end - V.Count; i += V.Count)
            {
                V parameter = V.Load(p + i);
                V direction = V.Load(g + i);
                if (maximize)
                    direction = -direction;
                if (decays)
                    direction = V.Fma(parameter, decay, direction);
                if (moves)
                {
                    V kept = starts ? direction : V.Fma(direction, share, V.Load(m + i) * momentum);
                    V.Store(m + i, kept);
                    direction = ahead ? V.Fma(kept, momentum, direction) : kept;
                }
                V.Store(p + i, V.Fma(direction, rate, parameter));
            }
            return i;
        }
    }
}

/// <summary>What the optimiser steps check.</summary>
internal static class StepArguments
{
    /// <summary>Fewest parameters worth a thread.</summary>
    public const long Grain = 1 << 14;

    public static void SameLength(int expected, int given, string name)
    {
        if (given != expected)
            throw new ArgumentException($"{given} elements for {expected} parameters.", name);
    }
}
