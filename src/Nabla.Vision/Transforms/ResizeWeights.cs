namespace Nabla.Vision.Transforms;

/// <summary>For each pixel of a resized row, which source pixels it takes and how much of each, in 22 bits of fraction as Pillow does.</summary>
internal sealed class ResizeWeights
{
    public const int Bits = 22;

    private ResizeWeights(int count, int size) => (Starts, Lengths, Size, Values) = (new int[count], new int[count], size, new int[count * size]);

    /// <summary>First source pixel of each.</summary>
    public int[] Starts { get; }

    /// <summary>Number of source pixels of each.</summary>
    public int[] Lengths { get; }

    /// <summary>Weights reserved for each; those beyond its length are zero.</summary>
    public int Size { get; }

    /// <summary>All weights.</summary>
    public int[] Values { get; }

    /// <summary>Weights of a row from <paramref name="source"/> to <paramref name="target"/> pixels, of the pixels first .. first + count - 1 alone.</summary>
    /// <param name="source">Pixels there are.</param>
    /// <param name="target">Pixels wanted.</param>
    /// <param name="interpolation">Any but the nearest.</param>
    /// <param name="antialias">Widen the kernel when shrinking?</param>
    /// <param name="first">First pixel wanted.</param>
    /// <param name="count">Pixels wanted.</param>
    public static ResizeWeights Create(int source, int target, Interpolation interpolation, bool antialias, int first, int count)
    {
        double scale = (double)source / target, stretch = antialias ? Math.Max(scale, 1) : 1;
        (double reach, Func<double, double> kernel) = Kernel(interpolation, antialias);
        double support = reach * stretch;
        int size = (int)Math.Min((int)Math.Ceiling(support) * 2L + 1, source);
        var result = new ResizeWeights(count, size);
        double[] own = new double[size];
        for (int i = 0; i < count; i++)
        {
            double center = (first + i + 0.5) * scale;
            int low = Math.Max(0, (int)(center - support + 0.5)), high = Math.Min(source, (int)(center + support + 0.5));
            double sum = 0;
            if (!antialias && interpolation != Interpolation.Box)
            {
                // PyTorch without antialias: a source pixel beyond the edge is the edge itself.
                (low, high) = (Math.Min(low, source - 1), Math.Max(Math.Min(high, source), 1));
                own.AsSpan().Clear();
                int from = (int)Math.Floor(center - 0.5) - (int)reach + 1;
                low = Math.Clamp(from, 0, source - 1);
                high = Math.Clamp(from + 2 * (int)reach - 1, 0, source - 1) + 1;
                for (int x = from; x < from + 2 * (int)reach; x++) own[Math.Clamp(x, low, high - 1) - low] += kernel(x - center + 0.5);
                for (int x = 0; x < high - low; x++) sum += own[x];
            }
            else
            {
                for (int x = low; x < high; x++) sum += own[x - low] = kernel((x - center + 0.5) / stretch);
            }
            (result.Starts[i], result.Lengths[i]) = (low, high - low);
            for (int x = 0; x < high - low; x++)
            {
                double weight = (sum != 0 ? own[x] / sum : own[x]) * (1 << Bits);
                result.Values[i * size + x] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
            }
        }
        return result;
    }

    private static (double Reach, Func<double, double> Kernel) Kernel(Interpolation interpolation, bool antialias) => interpolation switch
    {
        Interpolation.Box => (0.5, x => x is > -0.5 and <= 0.5 ? 1 : 0),
        Interpolation.Bilinear => (1, x => Math.Max(0, 1 - Math.Abs(x))),
        Interpolation.Hamming => (1, x => Math.Abs(x) >= 1 ? 0 : Sinc(x) * (0.54f + 0.46f * Math.Cos(Math.PI * x))),
        // PyTorch without antialias takes a = -3/4, Pillow -1/2.
        Interpolation.Bicubic => (2, antialias ? x => Cubic(x, -0.5) : x => Cubic(x, -0.75)),
        Interpolation.Lanczos => (3, x => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0),
        _ => throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Not an interpolation with a kernel."),
    };

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);

    private static double Cubic(double x, double a)
    {
        x = Math.Abs(x);
        if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
