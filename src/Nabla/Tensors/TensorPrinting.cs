using System.Globalization;
using System.Text;

namespace Nabla;

public sealed partial class Tensor
{
    private const int SummaryAbove = 1000;
    private const int EdgeItems = 3;

    /// <summary>The values as NumPy prints them: nested brackets, aligned columns, the middle of large tensors left out.</summary>
    public override string ToString()
    {
        if (IsDisposed) return $"tensor(disposed, shape={Shape}, dtype={DType.Name()})";
        if (!HasData) return $"tensor(no data, shape={Shape}, dtype={DType.Name()})";
        bool summarize = Count > SummaryAbove;
        List<double> shown = [];
        Collect(this, shown, summarize);
        Func<double, string> format = Format(shown);
        int width = shown.Count == 0 ? 0 : shown.Max(value => format(value).Length);
        StringBuilder text = new("tensor(");
        int next = 0;
        Write(text, this, 0, summarize, () => format(shown[next++]).PadLeft(Rank == 0 ? 0 : width));
        if (Count == 0 && Rank > 0) text.Append(CultureInfo.InvariantCulture, $", shape={Shape}");
        if (DType is not (DType.Float32 or DType.Int64 or DType.Bool)) text.Append(CultureInfo.InvariantCulture, $", dtype={DType.Name()}");
        if (GradFn is { } op) text.Append(CultureInfo.InvariantCulture, $", gradFn={op}");
        else if (RequiresGrad) text.Append(", requiresGrad=true");
        return text.Append(')').ToString();
    }

    private static void Collect(Tensor x, List<double> into, bool summarize)
    {
        if (x.Rank == 0)
        {
            using Tensor wide = Empty(x.Shape, DType.Float64, x.Backend);
            x.Backend.Copy(x, wide);
            into.Add(wide.ReadElement<double>());
            return;
        }
        foreach (long i in Positions(x.Shape[0], summarize))
        {
            if (i < 0) continue;
            using Tensor part = x.View(x.Shape.Without(0), x.StrideArray[1..], x.Offset + (i * x.StrideArray[0]));
            Collect(part, into, summarize);
        }
    }

    private static IEnumerable<long> Positions(long n, bool summarize)
    {
        bool cut = summarize && n > 2 * EdgeItems;
        for (long i = 0; i < n; i++)
        {
            if (cut && i == EdgeItems)
            {
                yield return -1;
                i = n - EdgeItems;
            }
            yield return i;
        }
    }

    private Func<double, string> Format(List<double> values)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (DType == DType.Bool) return value => value != 0 ? "true" : "false";
        if (DType.IsInteger()) return value => value.ToString("0", culture);
        double[] finite = [.. values.Where(double.IsFinite).Select(Math.Abs).Where(value => value > 0)];
        double largest = finite.Length == 0 ? 0 : finite.Max(), smallest = finite.Length == 0 ? 0 : finite.Min();
        if (largest >= 1e8 || (largest > 0 && (smallest < 1e-4 || largest / smallest > 1000)))
            return value => double.IsFinite(value) ? value.ToString("0.0000e+00", culture) : Special(value);
        if (values.All(value => !double.IsFinite(value) || value == Math.Truncate(value)))
            return value => double.IsFinite(value) ? value.ToString("0'.'", culture) : Special(value);
        return value => double.IsFinite(value) ? value.ToString("0.0000", culture) : Special(value);

        static string Special(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    private void Write(StringBuilder text, Tensor x, int axis, bool summarize, Func<string> next)
    {
        if (axis == Rank)
        {
            text.Append(next());
            return;
        }
        text.Append('[');
        bool first = true;
        foreach (long i in Positions(x.Shape[axis], summarize))
        {
            if (!first)
            {
                text.Append(',');
                if (axis == Rank - 1) text.Append(' ');
                else text.Append('\n', Rank - 1 - axis).Append(' ', "tensor(".Length + axis + 1);
            }
            first = false;
            if (i < 0) text.Append("...");
            else Write(text, x, axis + 1, summarize, next);
        }
        text.Append(']');
    }
}
