namespace Nabla.Notes.Site;

/// <summary>Letters of DejaVu Sans Bold, drawn ahead by <c>scripts/make-card-font.py</c>.</summary>
internal sealed class CardFont
{
    private const char First = ' ', Last = '~';

    private readonly int _height;

    private readonly (int Advance, int Width, byte[] Cover)[] _letters;

    private CardFont(int height, (int, int, byte[])[] letters) => (_height, _letters) = (height, letters);

    public static CardFont Load()
    {
        ReadOnlySpan<byte> data = Assets.Bytes("card-font.bin");
        int height = data[0], at = 1;
        var letters = new (int, int, byte[])[Last - First + 1];
        for (int i = 0; i < letters.Length; i++)
        {
            (int advance, int width) = (data[at], data[at + 1]);
            int size = height * width / 2;
            letters[i] = (advance, width, data.Slice(at + 2, size).ToArray());
            at += 2 + size;
        }
        return new(height, letters);
    }

    /// <summary>Whether every letter is there.</summary>
    public static bool Knows(string text) => text.All(letter => letter is >= First and <= Last or '’' or '‘' or '–' or '—');

    /// <summary>Width of a line in pixels.</summary>
    public int Measure(string text) => text.Sum(letter => Letter(letter).Advance);

    /// <summary>Draws a line: coverage 0..7 is added to <paramref name="ramp"/>; where nothing is covered the ground stays.</summary>
    public void Draw(byte[] pixels, int stride, int x, int y, string text, int ramp)
    {
        foreach (char letter in text)
        {
            (int advance, int width, byte[] cover) = Letter(letter);
            if (x + width > stride) return;
            for (int row = 0; row < _height; row++)
            {
                Span<byte> line = pixels.AsSpan(((y + row) * stride) + x, width);
                for (int column = 0; column < width; column++)
                {
                    int both = cover[(row * width / 2) + (column / 2)];
                    int level = (column % 2 == 0 ? both >> 4 : both & 15) / 2;
                    if (level > 0) line[column] = (byte)(ramp + level);
                }
            }
            x += advance;
        }
    }

    private (int Advance, int Width, byte[] Cover) Letter(char letter) => letter switch
    {
        '’' or '‘' => _letters['\'' - First],
        '–' or '—' => _letters['-' - First],
        >= First and <= Last => _letters[letter - First],
        _ => _letters['?' - First],
    };
}
