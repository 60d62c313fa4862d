using System.Buffers.Binary;

namespace Nabla.Vision.Images.Pnm;

/// <summary>Parses the header on construction, the pixels on request.</summary>
internal ref struct PnmReader
{
    private readonly ReadOnlySpan<byte> _file;
    private readonly string? _name;
    private readonly char _kind;
    private readonly int _maximum;
    private int _at;

    public PnmReader(ReadOnlySpan<byte> file, string? name)
    {
        _file = file;
        _name = name;
        if (file.Length < 3 || file[0] != 'P' || file[1] is < (byte)'1' or > (byte)'6')
            throw new ImageFormatException(name, 0, "the PNM signature is missing", "P1 to P6");
        _kind = (char)file[1];
        _at = 2;
        int width = Number("the width", int.MaxValue), height = Number("the height", int.MaxValue);
        _maximum = IsBitmap ? 1 : Number("the largest value", ushort.MaxValue);
        if (_maximum == 0) throw new ImageFormatException(name, _at, "the largest value is 0", "1 to 65535");
        Info = new(width, height, _kind is '3' or '6' ? 3 : 1, _maximum > 255 ? 16 : 8);
    }

    public ImageInfo Info { get; }

    private readonly bool IsBitmap => _kind is '1' or '4';

    public static bool IsSpace(byte value) => value is (byte)' ' or >= 9 and <= 13;

    public Image ReadPixels()
    {
        if (_kind >= '4')
        {
            // One white-space byte ends the header of the binary kinds; Number left it.
            if (_at >= _file.Length || !IsSpace(_file[_at])) throw new ImageFormatException(_name, _at, "the header does not end", "a white-space byte");
            _at++;
        }
        CheckLength();
        var image = new Image(Info.Width, Info.Height, Info.Channels, Info.BitDepth);
        int count = Info.Width * Info.Channels;
        for (int y = 0; y < Info.Height; y++)
        {
            for (int x = 0; x < count; x++)
            {
                int sample = Sample(x);
                int index = y * count + x;
                if (Info.BitDepth == 16) image.Samples16[index] = (ushort)Scale(sample, ushort.MaxValue);
                else image.Data[index] = (byte)(IsBitmap ? (1 - sample) * 255 : Scale(sample, byte.MaxValue));
            }
            _at += _kind switch
            {
                '4' => (count + 7) / 8,
                '5' or '6' => count * (Info.BitDepth / 8),
                _ => 0,
            };
        }
        return image;
    }

    private readonly int Scale(int sample, int full) => (int)(((long)sample * full + _maximum / 2) / _maximum);

    /// <summary>The sample <paramref name="x"/> of the row that begins at the current place (binary), or the next one (plain).</summary>
    private int Sample(int x)
    {
        int sample = _kind switch
        {
            '1' => PlainBit(),
            '2' or '3' => Number("a value", ushort.MaxValue),
            '4' => _file[_at + x / 8] >> (7 - x % 8) & 1,
            _ when Info.BitDepth == 8 => _file[_at + x],
            _ => BinaryPrimitives.ReadUInt16BigEndian(_file[(_at + 2 * x)..]),
        };
        if (sample > _maximum) throw new ImageFormatException(_name, _at, $"a value is {sample}", $"at most {_maximum}");
        return sample;
    }

    /// <summary>The file must be long enough before memory is taken; a plain value needs at least a byte.</summary>
    private readonly void CheckLength()
    {
        long samples = (long)Info.Width * Info.Channels;
        Int128 needed = Info.Height * _kind switch
        {
            '4' => (Int128)((samples + 7) / 8),
            '5' or '6' => samples * (Info.BitDepth / 8),
            '2' or '3' => 2 * samples, // a digit and a space
            _ => samples,
        };
        if (_kind is '2' or '3') needed -= 1;
        if (needed > _file.Length - _at)
            throw new ImageFormatException(_name, _at, $"the file ends after {_file.Length - _at} bytes of pixels", $"at least {needed}");
    }

    private int PlainBit()
    {
        SkipSpace();
        if (_at >= _file.Length || _file[_at] is not ((byte)'0' or (byte)'1')) throw new ImageFormatException(_name, _at, "a bit is missing", "0 or 1");
        return _file[_at++] - '0';
    }

    private int Number(string what, int limit)
    {
        SkipSpace();
        int start = _at;
        long value = 0;
        while (_at < _file.Length && char.IsAsciiDigit((char)_file[_at]))
        {
            value = value * 10 + (_file[_at] - '0');
            if (value > limit) throw new ImageFormatException(_name, start, $"{what} is too large", $"at most {limit}");
            _at++;
        }
        if (_at == start) throw new ImageFormatException(_name, start, $"{what} is missing", "a number");
        return (int)value;
    }

    private void SkipSpace()
    {
        while (_at < _file.Length && (IsSpace(_file[_at]) || _file[_at] == '#'))
        {
            if (_file[_at] == '#')
            {
                int end = _file[_at..].IndexOfAny((byte)'\n', (byte)'\r');
                if (end < 0) throw new ImageFormatException(_name, _at, "the file ends within a comment");
                _at += end;
            }
            _at++;
        }
    }
}
