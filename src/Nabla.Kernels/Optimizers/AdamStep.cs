using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Optimizers;

/// <summary>Settings of Adam and AdamW, named and defaulted as in PyTorch.</summary>
/// <param name="LearningRate">Step length.</param>
/// <param name="Beta1">Decay of the gradient's running mean.</param>
/// <param name="Beta2">Decay of its square's running mean.</param>
/// <param name="Epsilon">Added to the denominator.</param>
/// <param name="WeightDecay">Strength of the decay.</param>
/// <param name="Decoupled">True for AdamW: parameters shrink by themselves; false for Adam: the decay joins the gradient.</param>
/// <param name="AmsGrad">Whether to divide by the largest running mean so far.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
public readonly record struct AdamSettings(double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 0, bool Decoupled = false, bool AmsGrad = false, bool Maximize = false);

/// <summary>One step of Adam (Kingma and Ba 2015) or AdamW (Loshchilov and Hutter 2019) in a single pass over memory, with the arithmetic of PyTorch 1.13 in its order.</summary>
public static unsafe class AdamStep
{
    /// <summary>Moves parameters.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="parameters">The parameters, changed.</param>
    /// <param name="gradient">Their gradient, as long, left alone.</param>
    /// <param name="mean">Running mean of the gradient, as long, changed; zero before the first step.</param>
    /// <param name="square">Running mean of its square, as long, changed; zero before the first step.</param>
    /// <param name="largest">With AMSGrad the largest running mean of the square, as long, changed; else empty.</param>
    /// <param name="step">Number of this step, from 1.</param>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A step below 1.</exception>
    public static void Run<T>(Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> mean, Span<T> square, Span<T> largest, long step, AdamSettings settings)
        where T : unmanaged
    {
        StepArguments.SameLength(parameters.Length, gradient.Length, nameof(gradient));
        StepArguments.SameLength(parameters.Length, mean.Length, nameof(mean));
        StepArguments.SameLength(parameters.Length, square.Length, nameof(square));
        if (settings.AmsGrad)
            StepArguments.SameLength(parameters.Length, largest.Length, nameof(largest));
        fixed (T* p = parameters)
        fixed (T* g = gradient)
        fixed (T* m = mean)
        fixed (T* v = square)
        fixed (T* l = largest)
            Run(p, g, m, v, l, parameters.Length, step, settings);
    }

    /// <summary>Moves parameters; the same on pointers.</summary>
    /// <inheritdoc cref="Run{T}(Span{T}, ReadOnlySpan{T}, Span{T}, Span{T}, Span{T}, long, AdamSettings)"/>
    public static void Run<T>(T* parameters, T* gradient, T* mean, T* square, T* largest, long count, long step, AdamSettings settings) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        Body<T> body = new(parameters, gradient, mean, square, largest, step, settings);
        WorkPool.For(count, StepArguments.Grain, ref body);
    }

    private readonly struct Body<T>(T* p, T* g, T* m, T* s, T* l, long step, AdamSettings settings) : IRangeBody where T : unmanaged
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
            bool maximize = settings.Maximize, joins = settings.WeightDecay != 0 && !settings.Decoupled, shrinks = settings.WeightDecay != 0 && settings.Decoupled;
            bool largest = settings.AmsGrad;
            double correction = 1 - Math.Pow(settings.Beta1, step);
            V root = V.Constant(Math.Sqrt(1 - Math.Pow(settings.Beta2, step)));
            V length = V.Constant(-(settings.LearningRate / correction));
            V decay = V.Constant(settings.WeightDecay), keep = V.Constant(1 - (settings.LearningRate * settings.WeightDecay));
            V beta1 = V.Constant(settings.Beta1), rest1 = V.Constant(1 - settings.Beta1);
            V beta2 = V.Constant(settings.Beta2), rest2 = V.Constant(1 - settings.Beta2), epsilon = V.Constant(settings.Epsilon);
            for (; i <= end - V.Count; i += V.Count)
            {
                V parameter = V.Load(p + i);
                V gradient = V.Load(g + i);
                if (maximize)
                    gradient = -gradient;
                if (shrinks)
                    parameter *= keep;
                if (joins)
                    gradient = V.Fma(parameter, decay, gradient);
                V mean = V.Fma(gradient, rest1, V.Load(m + i) * beta1);
                V square = V.Fma(rest2 * gradient, gradient, V.Load(s + i) * beta2);
                V.Store(m + i, mean);
                V.Store(s + i, square);
                if (largest)
                {
                    square = V.Max(V.Load(l + i), square);
                    V.Store(l + i, square);
                }
                V denominator = (V.Sqrt(square) / root) + epsilon;
                V.Store(p + i, parameter + (length * mean / denominator));
            }
            return i;
        }
    }
}
