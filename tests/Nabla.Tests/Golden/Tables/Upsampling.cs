namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Upsampling() => new()
    {
        ["interpolate"] = (x, a) => [Functional.Interpolate(
            x[0], a.Spatial("size"), a.Has("scale_factor") ? [.. a.Raw("scale_factor").EnumerateArray().Select(v => v.GetDouble())] : null, Mode(a.Text("mode")),
            a.Flag("align_corners"), a.Flag("recompute_scale_factor"), a.Flag("antialias"))],
        ["pixel_shuffle"] = (x, a) => [Functional.PixelShuffle(x[0], a.Int("upscale_factor"))],
        ["pixel_unshuffle"] = (x, a) => [Functional.PixelUnshuffle(x[0], a.Int("downscale_factor"))],
        ["grid_sample"] = (x, a) => [Functional.GridSample(x[0], x[1], Mode(a.Text("mode")), Enum.Parse<GridPadding>(a.Text("padding_mode"), ignoreCase: true), a.Flag("align_corners"))],
        ["affine_grid"] = (x, a) => [Functional.AffineGrid(x[0], new Shape(a.Longs("size")), a.Flag("align_corners"))],
        ["carafe"] = (x, a) => [Functional.CARAFE(x[0], x[1], a.Int("scale"))],
    };

    private static InterpolateMode Mode(string name) => name switch
    {
        "nearest" => InterpolateMode.Nearest,
        "nearest-exact" => InterpolateMode.NearestExact,
        "bicubic" => InterpolateMode.Cubic,
        "area" => InterpolateMode.Area,
        _ => InterpolateMode.Linear,
    };
}
