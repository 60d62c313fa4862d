using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Nabla.Cli.CharLm;

/// <summary>A text as numbers of its alphabet, the last tenth held out.</summary>
/// <param name="Alphabet">The characters, in order.</param>
/// <param name="Train">Numbers of the characters to learn from.</param>
/// <param name="Test">Numbers of the characters held out.</param>
/// <param name="Source">Where the text came from.</param>
internal sealed record CharText(string Alphabet, int[] Train, int[] Test, string Source)
{
    private const int Fewest = 2000;

    /// <summary>The embedded chapters of Moby-Dick, or a UTF-8 file of the user's.</summary>
    public static CharText Open(string? path)
    {
        if (path is null)
        {
            const string Name = "data/moby-dick/moby-dick.txt.gz";
            using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"The embedded file {Name} is missing from this build.");
            using StreamReader reader = new(new GZipStream(resource, CompressionMode.Decompress), Encoding.ASCII);
            return Of(reader.ReadToEnd(), "Moby-Dick, chapters 1 to 109 (embedded)");
        }
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no text file '{path}'.", path);
        string text;
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException($"'{path}' is not UTF-8 text: {error.Message}", error);
        }
        if (text.Length < Fewest) throw new InvalidDataException($"'{path}' has {text.Length} characters; at least {Fewest} are needed to learn from and to test on.");
        return Of(text.Replace("\r\n", "\n", StringComparison.Ordinal), path);
    }

    private static CharText Of(string text, string source)
    {
        string alphabet = string.Concat(text.Distinct().Order());
        int[] numbers = Encode(text, alphabet);
        int split = numbers.Length - (numbers.Length / 10);
        return new(alphabet, numbers[..split], numbers[split..], source);
    }

    /// <summary>What a text may begin with when nobody says: an article, or else the first letter there is.</summary>
    public static string Prompt(string alphabet)
    {
        const string Article = "The ";
        return Article.All(alphabet.Contains) ? Article : alphabet.FirstOrDefault(char.IsLetter, alphabet[0]).ToString();
    }

    /// <summary>Numbers of characters.</summary>
    /// <exception cref="UsageException">A character is not in the alphabet.</exception>
    public static int[] Encode(string text, string alphabet)
    {
        Dictionary<char, int> places = [];
        for (int i = 0; i < alphabet.Length; i++) places[alphabet[i]] = i;
        return [.. text.Select(letter => places.TryGetValue(letter, out int place) ? place : throw new UsageException($"The model has not learned the character '{letter}' (U+{(int)letter:X4})."))];
    }
}
