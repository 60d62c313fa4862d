namespace Nabla.Vision.Images;

public sealed partial class Image
{
    /// <summary>The left-right mirror image.</summary>
    [Export("vision.io.Image.flip_horizontal")]
    public Image FlipHorizontal() => Orient(2);

    /// <summary>The upside-down mirror image.</summary>
    [Export("vision.io.Image.flip_vertical")]
    public Image FlipVertical() => Orient(4);

    /// <summary>Rows become columns.</summary>
    [Export("vision.io.Image.transpose")]
    public Image Transpose() => Orient(5);

    /// <summary>Turned counter-clockwise by so many quarter turns.</summary>
    /// <param name="turns">Any integer; negative turns clockwise.</param>
    public Image Rotate90(int turns = 1) => Orient((turns & 3) switch { 1 => 8, 2 => 3, 3 => 6, _ => 1 });

    /// <summary>Undoes an orientation of Exif, so that the picture stands upright.</summary>
    /// <param name="orientation">1 upright, 2 mirrored, 3 turned by half, 4 upside-down mirrored, 5 transposed, 6 needs a quarter clockwise, 7 transversed, 8 needs a quarter counter-clockwise.</param>
    /// <returns>This image if it is upright.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="orientation"/> is not in 1..8.</exception>
    public Image Orient(int orientation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orientation, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orientation, 8);
        if (orientation == 1) return this;
        bool swap = orientation >= 5;
        var result = new Image(swap ? Height : Width, swap ? Width : Height, Channels, BitDepth);
        // Where the first pixel of the result lies, and the steps from there to the right and down.
        bool fromRight = orientation is 2 or 3 or 7 or 8, fromBottom = orientation is 3 or 4 or 6 or 7;
        int size = Info.BytesPerPixel, stepX = fromRight ? -size : size, stepY = fromBottom ? -Stride : Stride;
        int start = (fromRight ? (Width - 1) * size : 0) + (fromBottom ? (Height - 1) * Stride : 0);
        (int right, int down) = swap ? (stepY, stepX) : (stepX, stepY);
        for (int y = 0; y < result.Height; y++)
        {
            Span<byte> row = result.Row(y);
            int at = start + y * down;
            if (right == size)
            {
                _data.AsSpan(at, row.Length).CopyTo(row);
                continue;
            }
            switch (size)
            {
                case 1:
                    for (int x = 0; x < row.Length; x++, at += right) row[x] = _data[at];
                    break;
                case 3:
                    for (int x = 0; x < row.Length; x += 3, at += right) (row[x], row[x + 1], row[x + 2]) = (_data[at], _data[at + 1], _data[at + 2]);
                    break;
                default:
                    for (int x = 0; x < row.Length; x += size, at += right) _data.AsSpan(at, size).CopyTo(row[x..]);
                    break;
            }
        }
        return result;
    }
}
