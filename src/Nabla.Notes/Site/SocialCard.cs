using System.Buffers;
using System.Globalization;
using Nabla.Notes.Content;

namespace Nabla.Notes.Site;

/// <summary>The picture that other sites show beside a link to a note: title, category and date on a dark ground.</summary>
/// <remarks>Sixteen colours are enough for smooth letters in white and in blue, and a thousand cards take a second.</remarks>
internal static class SocialCard
{
    public const int Width = 1200, Height = 630;

    private const int Left = 80, Right = 1120, LineHeight = 78;

    /// <summary>From the ground to white (0..7), and from the ground to the accent (8..15).</summary>
    private static readonly byte[] Palette = [.. Ramp((17, 24, 39), (243, 244, 246)), .. Ramp((17, 24, 39), (96, 165, 250))];

    private static readonly CardFont Font = CardFont.Load();

    private static readonly byte[] Ground = DrawGround();

    /// <summary>The card of a note. The font has Latin letters only, so a Chinese note shows the title of its English twin, or its address.</summary>
    public static byte[] Of(Note note, Note? twin)
    {
        string title = CardFont.Knows(note.Title) ? note.Title : twin is not null && CardFont.Knows(twin.Title) ? twin.Title : note.Slug.Replace('-', ' ');
        string date = note.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Draw(title, $"{note.Category}  {date}{(note.IsChinese ? "  zh" : string.Empty)}");
    }

    /// <summary>A card.</summary>
    /// <param name="title">At most four lines are shown.</param>
    /// <param name="line">What stands below.</param>
    public static byte[] Draw(string title, string line)
    {
        // A thousand cards are drawn on the same few buffers.
        byte[] pixels = ArrayPool<byte>.Shared.Rent(Width * Height);
        try
        {
            Ground.CopyTo(pixels, 0);
            string[] lines = [.. Wrap(title).Take(4)];
            int y = 150 + ((4 - lines.Length) * LineHeight / 2);
            foreach (string text in lines)
            {
                Font.Draw(pixels, Width, Left, y, text, 0);
                y += LineHeight;
            }
            Font.Draw(pixels, Width, Left, 500, line, 8);
            return IndexedPng.Encode(pixels.AsSpan(0, Width * Height), Width, Height, Palette);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private static IEnumerable<string> Wrap(string text)
    {
        string line = string.Empty;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Font.Measure(longer) > Right - Left)
            {
                yield return line;
                longer = word;
            }
            line = longer;
        }
        if (line.Length > 0) yield return line;
    }

    private static IEnumerable<byte> Ramp((int R, int G, int B) from, (int R, int G, int B) to)
    {
        for (int i = 0; i < 8; i++)
        {
            yield return (byte)(from.R + ((to.R - from.R) * i / 7));
            yield return (byte)(from.G + ((to.G - from.G) * i / 7));
            yield return (byte)(from.B + ((to.B - from.B) * i / 7));
        }
    }

    /// <summary>A bar, the name, and the outline of a nabla.</summary>
    private static byte[] DrawGround()
    {
        byte[] pixels = new byte[Width * Height];
        for (int y = 0; y < 12; y++) pixels.AsSpan(y * Width, Width).Fill(15);
        Font.Draw(pixels, Width, Left, 50, "Nabla notebook", 8);
        (double X, double Y)[] corners = [(930, 400), (1130, 400), (1030, 580)];
        for (int y = 380; y < 600; y++)
        {
            for (int x = 900; x < 1160; x++)
            {
                double nearest = double.MaxValue;
                for (int i = 0; i < 3; i++) nearest = Math.Min(nearest, Distance(x, y, corners[i], corners[(i + 1) % 3]));
                double cover = Math.Clamp(9 - nearest, 0, 1);
                if (cover > 0) pixels[(y * Width) + x] = (byte)(8 + Math.Round(cover * 7));
            }
        }
        return pixels;
    }

    private static double Distance(double x, double y, (double X, double Y) a, (double X, double Y) b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, t = Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(x - a.X - (t * dx), 2) + Math.Pow(y - a.Y - (t * dy), 2));
    }
}
