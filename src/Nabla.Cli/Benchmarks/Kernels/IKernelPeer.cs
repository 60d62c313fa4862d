namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Another library that does the same work in the same run.</summary>
internal interface IKernelPeer : IDisposable
{
    /// <summary>The name of its column.</summary>
    string Name { get; }

    /// <summary>Makes the operands; false when the kind is not known.</summary>
    bool Prepare(KernelCase work);

    /// <summary>Median seconds of the work prepared last.</summary>
    double Seconds();
}
