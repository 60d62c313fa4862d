namespace Nabla.Vision;

/// <summary>Bilinear resizing of [N, C, H, W], as PyTorch's <c>interpolate</c>.</summary>
internal static class Bilinear2d
{
    public static Tensor Resize(Tensor x, long height, long width, bool alignCorners = false)
    {
        if (x.Shape[2] == height && x.Shape[3] == width) return x;
        if (x.Shape[2] == 1 && x.Shape[3] == 1) return x.BroadcastTo([x.Shape[0], x.Shape[1], height, width]);
        return Functional.Interpolate(x, ((int)height, (int)width), mode: InterpolateMode.Linear, alignCorners: alignCorners);
    }
}
