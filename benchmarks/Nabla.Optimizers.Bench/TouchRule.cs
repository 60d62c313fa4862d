using Nabla.Kernels.Optimizers;
using Nabla.Kernels.Simd;

/// <summary>The traffic of AdamW (four arrays read, three of them written) with next to no arithmetic: what the memory allows.</summary>
internal readonly record struct TouchRule : IStepRule
{
    public void Invoke<V, T>(ref V p, V g, ref V a, ref V b, ref V c)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        p -= g;
        a += g;
        b += g;
    }
}
