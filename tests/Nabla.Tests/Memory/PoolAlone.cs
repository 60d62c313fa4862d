namespace Nabla.Tests.Memory;

/// <summary>Tests that watch the one buffer pool of the process, which nobody else may use meanwhile.</summary>
[CollectionDefinition("memory", DisableParallelization = true)]
public sealed class PoolAlone;
