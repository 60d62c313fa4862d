using Nabla.Kernels.Optimizers;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedOptimizers
{
    /// <inheritdoc/>
    public bool FusesSteps(DType type) => type is DType.Float32 or DType.Float64;

    /// <inheritdoc/>
    public void SgdStep(Tensor parameters, Tensor gradient, Tensor? momentum, bool first, SgdSettings settings)
    {
        if (parameters.DType == DType.Float64) Run<double>();
        else if (parameters.DType == DType.Float32) Run<float>();
        else throw Unsupported("A fused SGD step", parameters.DType);

        void Run<T>()
            where T : unmanaged
        {
            using Pinned<T> p = parameters.PinForWriting<T>(), g = gradient.Pin<T>(), m = Optional<T>(momentum);
            Kernels.Optimizers.SgdStep.Run(p.Pointer, g.Pointer, m.Pointer, parameters.Count, first, settings);
        }
    }

    /// <inheritdoc/>
    public void AdamStep(Tensor parameters, Tensor gradient, Tensor mean, Tensor square, Tensor? largest, long step, AdamSettings settings)
    {
        if (parameters.DType == DType.Float64) Run<double>();
        else if (parameters.DType == DType.Float32) Run<float>();
        else throw Unsupported("A fused Adam step", parameters.DType);

        void Run<T>()
            where T : unmanaged
        {
            using Pinned<T> p = parameters.PinForWriting<T>(), g = gradient.Pin<T>(), m = mean.Pin<T>(), s = square.Pin<T>(), l = Optional<T>(largest);
            Kernels.Optimizers.AdamStep.Run(p.Pointer, g.Pointer, m.Pointer, s.Pointer, l.Pointer, parameters.Count, step, settings);
        }
    }

    /// <inheritdoc/>
    public void Step<TRule>(Tensor parameters, Tensor gradient, Tensor? a, Tensor? b, Tensor? c, TRule rule)
        where TRule : struct, IStepRule
    {
        if (parameters.DType == DType.Float64) Run<double>();
        else if (parameters.DType == DType.Float32) Run<float>();
        else throw Unsupported("A fused optimiser step", parameters.DType);

        void Run<T>()
            where T : unmanaged
        {
            using Pinned<T> p = parameters.PinForWriting<T>(), g = gradient.Pin<T>(), x = Optional<T>(a), y = Optional<T>(b), z = Optional<T>(c);
            FusedStep.Run(p.Pointer, g.Pointer, x.Pointer, y.Pointer, z.Pointer, parameters.Count, rule);
        }
    }

    /// <inheritdoc/>
    public void EightBitAdamStep(Tensor parameters, Tensor gradient, Tensor mean, Tensor square, Tensor meanScale, Tensor squareScale, int block, long step, AdamSettings settings)
    {
        if (parameters.DType != DType.Float32) throw Unsupported("An 8-bit Adam step", parameters.DType);
        using Pinned<float> p = parameters.PinForWriting<float>(), g = gradient.Pin<float>(), x = meanScale.Pin<float>(), y = squareScale.Pin<float>();
        using Pinned<byte> m = mean.Pin<byte>(), s = square.Pin<byte>();
        Kernels.Optimizers.EightBitAdamStep.Run(p.Pointer, g.Pointer, m.Pointer, s.Pointer, x.Pointer, y.Pointer, parameters.Count, block, step, settings);
    }
}
