using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>Rebuilds strided inputs by plain stride arithmetic, without the view ops under test.</summary>
internal static class GoldenView
{
    /// <summary>Applies the steps of a case's <c>view</c> to a contiguous tensor.</summary>
    public static Tensor Apply(Tensor tensor, JsonElement steps)
    {
        List<long> shape = [.. tensor.Shape.Span];
        List<long> strides = [.. tensor.Strides];
        long offset = tensor.Offset;
        foreach (JsonElement step in steps.EnumerateArray())
        {
            long[] a = [.. step.EnumerateArray().Skip(1).Select(x => x.GetInt64())];
            switch (step[0].GetString())
            {
                case "transpose":
                    (shape[(int)a[0]], shape[(int)a[1]]) = (shape[(int)a[1]], shape[(int)a[0]]);
                    (strides[(int)a[0]], strides[(int)a[1]]) = (strides[(int)a[1]], strides[(int)a[0]]);
                    break;
                case "permute":
                    shape = [.. a.Select(axis => shape[(int)axis])];
                    strides = [.. a.Select(axis => strides[(int)axis])];
                    break;
                case "slice":
                    offset += a[1] * strides[(int)a[0]];
                    shape[(int)a[0]] = (a[2] - a[1] + a[3] - 1) / a[3];
                    strides[(int)a[0]] *= a[3];
                    break;
                case "select":
                    offset += a[1] * strides[(int)a[0]];
                    shape.RemoveAt((int)a[0]);
                    strides.RemoveAt((int)a[0]);
                    break;
                case "unsqueeze":
                    shape.Insert((int)a[0], 1);
                    strides.Insert((int)a[0], 1);
                    break;
                case "expand":
                    strides = [.. a.Select((extent, axis) => extent == shape[axis] ? strides[axis] : 0)];
                    shape = [.. a];
                    break;
                default:
                    throw new InvalidDataException($"Unknown view step {step[0]}.");
            }
        }
        return tensor.View(new Shape([.. shape]), [.. strides], offset);
    }
}
