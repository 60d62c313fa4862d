using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Nabla.Formats.Raw;

namespace Nabla.Formats.Numpy;

/// <summary>The header of a <c>.npy</c> file: magic, version, and a Python dictionary literal.</summary>
/// <param name="Descriptor">The dtype as written, such as <c>&lt;f4</c>.</param>
/// <param name="Fortran">True when the first index runs fastest.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="DataStart">Where the elements begin.</param>
internal sealed record NpyHeader(string Descriptor, bool Fortran, long[] Shape, int DataStart)
{
    public const int Longest = 1 << 20;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="NablaFormatException">The header is not valid.</exception>
    public static NpyHeader Read(ByteRegion file, string? name)
    {
        int most = (int)Math.Min(file.Length, Longest + 12);
        ReadOnlySpan<byte> bytes = file.Span(0, most);
        if (bytes.Length < 10 || !bytes.StartsWith(Magic)) throw new NablaFormatException(name, 0, "the file does not begin like a .npy file", "the bytes 93 4E 55 4D 50 59 and a header");
        int version = bytes[6];
        if (version is < 1 or > 3 || bytes[7] != 0) throw new NablaFormatException(name, 6, $"the file has version {bytes[6]}.{bytes[7]}", "1.0, 2.0 or 3.0");
        int start = version == 1 ? 10 : 12;
        if (bytes.Length < start) throw new NablaFormatException(name, 8, "the header is truncated");
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > Longest) throw new NablaFormatException(name, 8, $"the header claims {length} bytes", $"at most {Longest}");
        if (length > file.Length - start) throw new NablaFormatException(name, 8, $"the header claims {length} bytes", $"at most the {file.Length - start} that follow (the file is truncated)");
        ReadOnlySpan<byte> text = bytes.Slice(start, (int)length);
        string header = version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
        GC.KeepAlive(file);
        return new Parser(header, start, name).Parse();
    }

    /// <summary>The bytes of a version 1.0 header, padded so that the data begin at a multiple of 64.</summary>
    public static byte[] Write(string descriptor, ReadOnlySpan<long> shape)
    {
        string sizes = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape.ToArray());
        string text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({sizes}), }}";
        int length = (10 + text.Length + 1 + 63) / 64 * 64 - 10;
        var bytes = new byte[10 + length];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)length));
        bytes.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(10));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>Reads just the literals NumPy writes: strings, True and False, a tuple of integers.</summary>
    private sealed class Parser(string text, int start, string? file)
    {
        private int _at;

        public NpyHeader Parse()
        {
            string? descriptor = null;
            bool? fortran = null;
            long[]? shape = null;
            Expect('{');
            while (!Accept('}'))
            {
                string key = Text();
                Expect(':');
                switch (key)
                {
                    case "descr" when descriptor is null: descriptor = Text(); break;
                    case "fortran_order" when fortran is null: fortran = Word() switch { "True" => true, "False" => false, _ => throw Error("fortran_order is neither True nor False") }; break;
                    case "shape" when shape is null: shape = Sizes(); break;
                    default: throw Error($"the key {Quoted.Of(key)} is unknown or occurs twice", "descr, fortran_order and shape");
                }
                if (Accept(',')) continue;
                Expect('}');
                break;
            }
            Skip();
            if (_at < text.Length) throw Error("something follows the dictionary");
            return descriptor is not null && fortran is { } order && shape is not null
                ? new(descriptor, order, shape, start + text.Length)
                : throw Error($"the header lacks {(descriptor is null ? "descr" : fortran is null ? "fortran_order" : "shape")}");
        }

        private long[] Sizes()
        {
            var sizes = new List<long>();
            Expect('(');
            while (!Accept(')'))
            {
                // Python 2 wrote long integers as 3L.
                if (!long.TryParse(Word().TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long size)) throw Error("a size is not a non-negative integer");
                if (sizes.Count == TensorData.MaxRank) throw Error($"the shape has more than {TensorData.MaxRank} sizes");
                sizes.Add(size);
                if (Accept(',')) continue;
                Expect(')');
                break;
            }
            return [.. sizes];
        }

        private string Text()
        {
            Skip();
            if (_at < text.Length && text[_at] == '[') throw Error("the array has a structured dtype", "plain numbers");
            if (_at >= text.Length || text[_at] is not ('\'' or '"')) throw Error("there is no text where one should be");
            int end = text.IndexOf(text[_at], _at + 1);
            if (end < 0) throw Error("a text has no end");
            string value = text[(_at + 1)..end];
            _at = end + 1;
            return value;
        }

        private string Word()
        {
            Skip();
            int first = _at;
            while (_at < text.Length && char.IsAsciiLetterOrDigit(text[_at])) _at++;
            return text[first.._at];
        }

        private bool Accept(char c)
        {
            Skip();
            if (_at >= text.Length || text[_at] != c) return false;
            _at++;
            return true;
        }

        private void Expect(char c)
        {
            if (!Accept(c)) throw Error($"there is no {c} where one should be");
        }

        private void Skip()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\t' or '\r') _at++;
        }

        private NablaFormatException Error(string problem, string? expected = null) => new(file, start + _at, problem, expected);
    }
}
