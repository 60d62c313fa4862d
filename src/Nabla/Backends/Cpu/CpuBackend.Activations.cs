using Nabla.Kernels.Activations;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedActivations
{
    /// <inheritdoc/>
    public void Learned<TFunction>(TFunction function, Tensor x, ReadOnlySpan<Tensor> parameters, in LearnedLayout layout, Tensor y)
        where TFunction : struct, ILearnedActivation
    {
        using Tensor wideX = AsLanes(x, TFunction.Name), wideY = AsLanes(y, TFunction.Name, read: false), p = AsLanes(parameters[0], TFunction.Name);
        using Tensor? q = parameters.Length > 1 ? AsLanes(parameters[1], TFunction.Name) : null, r = parameters.Length > 2 ? AsLanes(parameters[2], TFunction.Name) : null;
        if (wideX.DType == DType.Float64) Run<double>(layout);
        else Run<float>(layout);
        if (wideY.DType != y.DType) Copy(wideY, y);

        void Run<T>(in LearnedLayout layout)
            where T : unmanaged
        {
            using Pinned<T> px = wideX.Pin<T>(), py = wideY.PinForWriting<T>(), pp = p.Pin<T>(), pq = Optional<T>(q), pr = Optional<T>(r);
            LearnedPass.Forward(function, px.Pointer, pp.Pointer, pq.Pointer, pr.Pointer, layout, py.Pointer);
        }
    }

    /// <inheritdoc/>
    public void LearnedBackward<TFunction>(TFunction function, Tensor g, Tensor x, ReadOnlySpan<Tensor> parameters, in LearnedLayout layout, Tensor? gx, ReadOnlySpan<Tensor?> gradients)
        where TFunction : struct, ILearnedActivation
    {
        using Tensor wideG = AsLanes(g, TFunction.Name), wideX = AsLanes(x, TFunction.Name), p = AsLanes(parameters[0], TFunction.Name);
        using Tensor? q = parameters.Length > 1 ? AsLanes(parameters[1], TFunction.Name) : null, r = parameters.Length > 2 ? AsLanes(parameters[2], TFunction.Name) : null;
        using Tensor? wideGx = AsResult(gx), gp = AsResult(gradients[0]), gq = gradients.Length > 1 ? AsResult(gradients[1]) : null, gr = gradients.Length > 2 ? AsResult(gradients[2]) : null;
        if (wideX.DType == DType.Float64) Run<double>(layout);
        else Run<float>(layout);
        Return(wideGx, gx);
        Return(gp, gradients[0]);
        if (gradients.Length > 1) Return(gq, gradients[1]);
        if (gradients.Length > 2) Return(gr, gradients[2]);

        void Run<T>(in LearnedLayout layout)
            where T : unmanaged
        {
            using Pinned<T> pg = wideG.Pin<T>(), px = wideX.Pin<T>(), pp = p.Pin<T>(), pq = Optional<T>(q), pr = Optional<T>(r);
            using Pinned<T> pgx = Optional<T>(wideGx), pgp = Optional<T>(gp), pgq = Optional<T>(gq), pgr = Optional<T>(gr);
            LearnedPass.Backward(function, pg.Pointer, px.Pointer, pp.Pointer, pq.Pointer, pr.Pointer, layout, pgx.Pointer, pgp.Pointer, pgq.Pointer, pgr.Pointer);
        }
    }

    /// <inheritdoc/>
    public void Pade(Tensor x, Tensor numerator, Tensor denominator, Tensor y)
    {
        using Tensor wideX = AsLanes(x, "pau"), wideY = AsLanes(y, "pau", read: false), a = AsLanes(numerator, "pau"), b = AsLanes(denominator, "pau");
        if (wideX.DType == DType.Float64) Run<double>();
        else Run<float>();
        if (wideY.DType != y.DType) Copy(wideY, y);

        void Run<T>()
            where T : unmanaged
        {
            using Pinned<T> px = wideX.Pin<T>(), py = wideY.PinForWriting<T>(), pa = a.Pin<T>(), pb = b.Pin<T>();
            PadeUnit.Forward(px.Pointer, x.Count, pa.Pointer, checked((int)a.Count), pb.Pointer, checked((int)b.Count), py.Pointer);
        }
    }

    /// <inheritdoc/>
    public void PadeBackward(Tensor g, Tensor x, Tensor numerator, Tensor denominator, Tensor? gx, Tensor? gNumerator, Tensor? gDenominator)
    {
        using Tensor wideG = AsLanes(g, "pau"), wideX = AsLanes(x, "pau"), a = AsLanes(numerator, "pau"), b = AsLanes(denominator, "pau");
        using Tensor? wideGx = AsResult(gx), ga = AsResult(gNumerator), gb = AsResult(gDenominator);
        if (wideX.DType == DType.Float64) Run<double>();
        else Run<float>();
        Return(wideGx, gx);
        Return(ga, gNumerator);
        Return(gb, gDenominator);

        void Run<T>()
            where T : unmanaged
        {
            using Pinned<T> pg = wideG.Pin<T>(), px = wideX.Pin<T>(), pa = a.Pin<T>(), pb = b.Pin<T>(), pgx = Optional<T>(wideGx), pga = Optional<T>(ga), pgb = Optional<T>(gb);
            PadeUnit.Backward(pg.Pointer, px.Pointer, x.Count, pa.Pointer, checked((int)a.Count), pb.Pointer, checked((int)b.Count), pgx.Pointer, pga.Pointer, pgb.Pointer);
        }
    }

    // Half precision computes as float32; everything else as it is. A handle of our own either way.
    private Tensor AsLanes(Tensor x, string operation, bool read = true) => x.DType switch
    {
        DType.Float32 or DType.Float64 => x.Alias(),
        DType.Float16 or DType.BFloat16 => read ? Widen(x) : Tensor.Empty(x.Shape, DType.Float32, this),
        _ => throw Unsupported(operation, x.DType),
    };

    private Tensor? AsResult(Tensor? y) => y is null ? null : AsLanes(y, "gradient", read: false);

    private void Return(Tensor? wide, Tensor? y)
    {
        if (wide is not null && wide.DType != y!.DType) Copy(wide, y);
    }
}
