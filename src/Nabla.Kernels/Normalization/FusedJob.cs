using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Normalization;

/// <summary>Work that is compiled for each width of vectors and each activation.</summary>
internal interface IFusedJob<T> where T : unmanaged
{
    /// <summary>Does it.</summary>
    void Run<V, A>()
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation;
}

/// <summary>Finds the widest fast vectors and the type of an activation.</summary>
internal static class FusedJob<T> where T : unmanaged
{
    /// <summary>Does a piece of work.</summary>
    public static void Run<TJob>(FusedActivation activation, TJob job) where TJob : struct, IFusedJob<T>
    {
        if (Width.Is512) Run<Lanes512<T>, TJob>(activation, job);
        else if (Width.Is256) Run<Lanes256<T>, TJob>(activation, job);
        else if (Width.Is128) Run<Lanes128<T>, TJob>(activation, job);
        else Run<Lanes1<T>, TJob>(activation, job);
    }

    private static void Run<V, TJob>(FusedActivation activation, TJob job)
        where V : struct, ILanes<V, T>
        where TJob : struct, IFusedJob<T>
    {
        switch (activation)
        {
            case FusedActivation.ReLU: job.Run<V, FusedRelu>(); break;
            case FusedActivation.ReLU6: job.Run<V, FusedRelu6>(); break;
            case FusedActivation.SiLU: job.Run<V, FusedSilu>(); break;
            default: job.Run<V, FusedNone>(); break;
        }
    }
}
