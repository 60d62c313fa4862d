using Nabla;

/// <summary>The 161 parameters of a ResNet-50, 25.6 million numbers.</summary>
internal static class ResNet50Shapes
{
    public static IReadOnlyList<Shape> All { get; } = [.. Make()];

    private static IEnumerable<Shape> Make()
    {
        foreach (Shape shape in Convolution(64, 3, 7)) yield return shape;
        long width = 64;
        foreach ((long inner, int blocks) in new[] { (64L, 3), (128L, 4), (256L, 6), (512L, 3) })
        {
            for (int i = 0; i < blocks; i++)
            {
                foreach (Shape shape in (Shape[])[.. Convolution(inner, width, 1), .. Convolution(inner, inner, 3), .. Convolution(4 * inner, inner, 1)]) yield return shape;
                if (i == 0) foreach (Shape shape in Convolution(4 * inner, width, 1)) yield return shape;
                width = 4 * inner;
            }
        }
        yield return [1000, 2048];
        yield return [1000];
    }

    // Filters, then scale and shift of the normalisation.
    private static Shape[] Convolution(long outputs, long inputs, long size) => [[outputs, inputs, size, size], [outputs], [outputs]];
}
