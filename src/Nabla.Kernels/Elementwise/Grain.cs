namespace Nabla.Kernels.Elementwise;

/// <summary>How many elements are worth a thread.</summary>
internal static class Grain
{
    /// <summary>Elements in a block that passes through a buffer on the stack.</summary>
    public const int Block = 512;

    private const long Cheap = 1 << 15;

    /// <summary>Fewest elements to hand to a thread for a kernel of the given <see cref="IKernel.Cost"/>.</summary>
    public static long Of(int cost) => Math.Max(512, Cheap / Math.Max(1, cost));
}
