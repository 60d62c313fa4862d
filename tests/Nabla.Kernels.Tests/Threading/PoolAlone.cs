namespace Nabla.Kernels.Tests.Threading;

/// <summary>Tests that change <c>WorkPool.Threads</c> or need the pool to themselves run one after another.</summary>
[CollectionDefinition(nameof(PoolAlone), DisableParallelization = true)]
public sealed class PoolAlone;
