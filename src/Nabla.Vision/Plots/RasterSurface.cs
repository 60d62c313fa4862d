using System.Globalization;
using Nabla.Vision.Images;

namespace Nabla.Vision.Plots;

/// <summary>Draws into a picture, with smooth edges.</summary>
internal sealed class RasterSurface : IPlotSurface
{
    private const double Dash = 5, Gap = 4;
    private readonly int _scale;
    private readonly float[] _cover;

    public RasterSurface(int width, int height, int scale)
    {
        _scale = scale;
        Picture = new(width * scale, height * scale, 3);
        Picture.Data.Fill(255);
        _cover = new float[Picture.Width * Picture.Height];
    }

    public Image Picture { get; }

    public void Line(IReadOnlyList<(double X, double Y)> points, string colour, double width, bool dashed)
    {
        double travelled = 0;
        List<(double, double, double, double)> pieces = [];
        for (int i = 1; i < points.Count; i++)
        {
            (double ax, double ay) = points[i - 1];
            (double bx, double by) = points[i];
            double length = Math.Sqrt(((bx - ax) * (bx - ax)) + ((by - ay) * (by - ay)));
            if (!dashed || length == 0)
            {
                pieces.Add((ax, ay, bx, by));
                continue;
            }
            for (double at = 0; at < length;)
            {
                double phase = (travelled + at) % (Dash + Gap), left = phase < Dash ? Dash - phase : Dash + Gap - phase, next = Math.Min(length, at + left + 1e-9);
                if (phase < Dash) pieces.Add((ax + ((bx - ax) * at / length), ay + ((by - ay) * at / length), ax + ((bx - ax) * next / length), ay + ((by - ay) * next / length)));
                at = next;
            }
            travelled += length;
        }
        // The whole line covers a pixel once, however many of its pieces touch it.
        List<int> touched = [];
        foreach ((double ax, double ay, double bx, double by) in pieces) Cover(ax * _scale, ay * _scale, bx * _scale, by * _scale, width * _scale / 2, touched);
        Paint(touched, colour);
    }

    public void Dot(double x, double y, double radius, string colour)
    {
        List<int> touched = [];
        Cover(x * _scale, y * _scale, x * _scale, y * _scale, radius * _scale, touched);
        Paint(touched, colour);
    }

    public void Text(double x, double y, string text, double size, double anchor, string colour)
    {
        double dot = Math.Max(1, Math.Round(size * _scale / 9)), advance = 6 * dot;
        double left = Math.Round((x * _scale) - (((text.Length * advance) - dot) * anchor)), top = Math.Round((y * _scale) - (7 * dot));
        foreach (char letter in text)
        {
            ReadOnlySpan<byte> rows = PixelFont.Glyph(letter);
            for (int row = 0; row < 7; row++)
            {
                for (int column = 0; column < 5; column++)
                {
                    if ((rows[row] & (16 >> column)) != 0) Fill((int)(left + (column * dot)), (int)(top + (row * dot)), (int)dot, colour);
                }
            }
            left += advance;
        }
    }

    private void Fill(int x, int y, int size, string colour)
    {
        for (int j = Math.Max(0, y); j < Math.Min(Picture.Height, y + size); j++)
        {
            for (int i = Math.Max(0, x); i < Math.Min(Picture.Width, x + size); i++) Blend((j * Picture.Width) + i, colour, 1);
        }
    }

    private void Cover(double ax, double ay, double bx, double by, double radius, List<int> touched)
    {
        double reach = radius + 1, dx = bx - ax, dy = by - ay, square = (dx * dx) + (dy * dy);
        int x0 = Math.Max(0, (int)(Math.Min(ax, bx) - reach)), x1 = Math.Min(Picture.Width - 1, (int)(Math.Max(ax, bx) + reach));
        int y0 = Math.Max(0, (int)(Math.Min(ay, by) - reach)), y1 = Math.Min(Picture.Height - 1, (int)(Math.Max(ay, by) + reach));
        for (int y = y0; y <= y1; y++)
        {
            for (int x = x0; x <= x1; x++)
            {
                double px = x + 0.5 - ax, py = y + 0.5 - ay;
                double t = square == 0 ? 0 : Math.Clamp(((px * dx) + (py * dy)) / square, 0, 1);
                double ex = px - (t * dx), ey = py - (t * dy);
                float cover = (float)Math.Clamp(radius + 0.5 - Math.Sqrt((ex * ex) + (ey * ey)), 0, 1);
                int at = (y * Picture.Width) + x;
                if (cover <= _cover[at]) continue;
                if (_cover[at] == 0) touched.Add(at);
                _cover[at] = cover;
            }
        }
    }

    private void Paint(List<int> touched, string colour)
    {
        foreach (int at in touched)
        {
            Blend(at, colour, _cover[at]);
            _cover[at] = 0;
        }
    }

    private void Blend(int at, string colour, float cover)
    {
        Span<byte> pixel = Picture.Data.Slice(at * 3, 3);
        for (int c = 0; c < 3; c++)
        {
            int value = int.Parse(colour.AsSpan(1 + (2 * c), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            pixel[c] = (byte)Math.Round(pixel[c] + ((value - pixel[c]) * cover));
        }
    }
}
