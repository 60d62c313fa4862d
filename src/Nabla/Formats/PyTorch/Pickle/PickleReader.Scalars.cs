using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch.Pickle;

/// <content>Numbers, text and bytes.</content>
internal sealed partial class PickleReader
{
    private const int LongestNumber = 4300; // digits, as in CPython: conversion is quadratic
    private static readonly object True = true, False = false;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private bool ExecuteScalar(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N': Push(null); return true;
            case 0x88: Push(True); return true;
            case 0x89: Push(False); return true;
            case (byte)'K': Push((long)Take(1)[0]); return true;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); return true;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); return true;
            case (byte)'I': Push(Line() switch { "00" => False, "01" => True, var text => Number(text) }); return true;
            case (byte)'L': Push(Number(Line().TrimEnd('L'))); return true;
            case 0x8a: Push(Number(Take(Take(1)[0]))); return true;
            case 0x8b: Push(Number(Take(Bounded(BinaryPrimitives.ReadInt32LittleEndian(Take(4)), 1 << 16)))); return true;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); return true;
            case (byte)'F': Push(Real(Line())); return true;
            case (byte)'S': Push(Text(Unescape(Line()))); return true;
            case (byte)'T': Push(Text(Take(BinaryPrimitives.ReadInt32LittleEndian(Take(4))))); return true;
            case (byte)'U': Push(Text(Take(Take(1)[0]))); return true;
            case (byte)'V': Push(RawUnicode(Line())); return true;
            case (byte)'X': Push(Unicode(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))))); return true;
            case 0x8c: Push(Unicode(Take(Take(1)[0]))); return true;
            case 0x8d: Push(Unicode(Take(BinaryPrimitives.ReadInt64LittleEndian(Take(8))))); return true;
            case (byte)'B': Push(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))).ToArray()); return true;
            case (byte)'C': Push(Take(Take(1)[0]).ToArray()); return true;
            case 0x8e or 0x96: Push(Take(BinaryPrimitives.ReadInt64LittleEndian(Take(8))).ToArray()); return true;
            default: return false;
        }
    }

    /// <summary>A line of text without its end; the text is read as Latin-1, which keeps every byte.</summary>
    private string Line()
    {
        int most = (int)Math.Min(_end - Position, 1 << 20);
        ReadOnlySpan<byte> rest = _bytes.Span(Position, most);
        int length = rest.IndexOf((byte)'\n');
        if (length < 0) throw Error("a line of the pickle has no end");
        Position += length + 1;
        return Encoding.Latin1.GetString(rest[..length].TrimEnd((byte)'\r'));
    }

    private long LineNumber() => long.TryParse(Line(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw Error("a memo number is not a number");

    private long Bounded(long count, long most) => count >= 0 && count <= most ? count : throw Error($"a number has {count} bytes", $"at most {most}");

    private object Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)) return value;
        return text.Length <= LongestNumber && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big)
            ? big
            : throw Error($"{Quoted.Of(text)} is not an integer of at most {LongestNumber} digits");
    }

    private static object Number(ReadOnlySpan<byte> littleEndian)
    {
        var value = new BigInteger(littleEndian);
        if (value < long.MinValue || value > long.MaxValue) return value;
        long small = (long)value;
        return small;
    }

    private double Real(string text) => text switch
    {
        "nan" or "-nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Error($"{Quoted.Of(text)} is not a number"),
    };

    private string Unicode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (ArgumentException e)
        {
            throw Error("a text of the pickle is not valid UTF-8", null, e);
        }
    }

    /// <summary>A byte string of Python 2: UTF-8 where it is, else Latin-1, which loses nothing.</summary>
    private static string Text(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    /// <summary>Decodes the quoted form of STRING: <c>'a\n\x00'</c>.</summary>
    private byte[] Unescape(string line)
    {
        if (line.Length < 2 || line[0] is not ('\'' or '"') || line[^1] != line[0]) throw Error("a string of the pickle is not quoted");
        var bytes = new List<byte>(line.Length);
        for (int i = 1; i < line.Length - 1; i++)
        {
            if (line[i] != '\\')
            {
                bytes.Add((byte)line[i]);
                continue;
            }
            if (++i >= line.Length - 1) throw Error("an escape in a string of the pickle is not complete");
            switch (line[i])
            {
                case 'n': bytes.Add((byte)'\n'); break;
                case 'r': bytes.Add((byte)'\r'); break;
                case 't': bytes.Add((byte)'\t'); break;
                case 'x':
                    bytes.Add((byte)Hex(line, i + 1, 2));
                    i += 2;
                    break;
                case '\\' or '\'' or '"': bytes.Add((byte)line[i]); break;
                default: throw Error($"\\{line[i]} is not an escape a pickle writes");
            }
        }
        return [.. bytes];
    }

    /// <summary>Decodes UNICODE, in which only <c>\uXXXX</c> and <c>\UXXXXXXXX</c> are escapes.</summary>
    private string RawUnicode(string line)
    {
        var text = new StringBuilder(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            int digits = line[i] != '\\' || i + 1 >= line.Length ? 0 : line[i + 1] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                text.Append(line[i]);
                continue;
            }
            long code = Hex(line, i + 2, digits);
            if (code > 0x10FFFF) throw Error($"U+{code:X} is not a character");
            if (code > 0xFFFF) text.Append(char.ConvertFromUtf32((int)code));
            else text.Append((char)code);
            i += digits + 1;
        }
        return text.ToString();
    }

    private long Hex(string line, int at, int digits) =>
        at + digits <= line.Length && long.TryParse(line.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Error("an escape in a text of the pickle is not hexadecimal");
}
