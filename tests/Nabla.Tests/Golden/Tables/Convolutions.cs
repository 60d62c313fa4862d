namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Convolutions() => new()
    {
        ["conv1d"] = (x, a) => [a.IsText("padding", "same")
            ? Functional.ConvSame(x[0], x[1], x[2], a.Spatial("dilation"), a.Int("groups", 1))
            : Functional.Conv1d(x[0], x[1], x[2], a.Spatial("stride"), a.IsText("padding", "valid") ? 0 : a.Spatial("padding"), a.Spatial("dilation"), a.Int("groups", 1))],
        ["conv_transpose1d"] = (x, a) =>
            [Functional.ConvTranspose1d(x[0], x[1], x[2], a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Spatial("dilation"))],
        ["conv2d"] = (x, a) => [a.IsText("padding", "same")
            ? Functional.ConvSame(x[0], x[1], x[2], a.Spatial("dilation"), a.Int("groups", 1))
            : Functional.Conv2d(x[0], x[1], x[2], a.Spatial("stride"), a.IsText("padding", "valid") ? 0 : a.Spatial("padding"), a.Spatial("dilation"), a.Int("groups", 1))],
        ["conv_transpose2d"] = (x, a) =>
            [Functional.ConvTranspose2d(x[0], x[1], x[2], a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Spatial("dilation"))],
        ["conv3d"] = (x, a) => [a.IsText("padding", "same")
            ? Functional.ConvSame(x[0], x[1], x[2], a.Spatial("dilation"), a.Int("groups", 1))
            : Functional.Conv3d(x[0], x[1], x[2], a.Spatial("stride"), a.IsText("padding", "valid") ? 0 : a.Spatial("padding"), a.Spatial("dilation"), a.Int("groups", 1))],
        ["conv_transpose3d"] = (x, a) =>
            [Functional.ConvTranspose3d(x[0], x[1], x[2], a.Spatial("stride"), a.Spatial("padding"), a.Spatial("output_padding"), a.Int("groups", 1), a.Spatial("dilation"))],
    };
}
