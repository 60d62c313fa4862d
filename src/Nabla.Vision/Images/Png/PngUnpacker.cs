using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Nabla.Vision.Images.Png;

/// <summary>Turns a plain PNG row into pixels of an <see cref="Image"/>: bits to bytes, palette to colours, tRNS to alpha.</summary>
internal sealed class PngUnpacker
{
    private readonly PngHeader _header;
    private readonly string? _name;
    private readonly byte[] _palette; // as many bytes a colour as the image has channels
    private readonly int _channels;
    private readonly ushort[]? _transparent; // the one transparent colour of a grey or RGB image

    public PngUnpacker(PngChunks chunks, string? name)
    {
        _header = chunks.Header;
        _name = name;
        _channels = chunks.Info.Channels;
        _palette = MakePalette(chunks);
        if (chunks.Transparency is { } transparency && _header.Colour != PngColour.Palette)
        {
            int mask = (1 << _header.BitDepth) - 1;
            _transparent = new ushort[_header.Samples];
            for (int i = 0; i < _transparent.Length; i++)
                _transparent[i] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(transparency.Span[(2 * i)..]) & mask);
        }
    }

    /// <summary>Unpacks a row.</summary>
    /// <param name="row">The row's bytes after the filter.</param>
    /// <param name="width">Pixels in it.</param>
    /// <param name="pixels">Receives the pixels.</param>
    public void Unpack(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        if (_header.Colour == PngColour.Palette) UnpackPalette(row, width, pixels);
        else if (_header.BitDepth == 16) Unpack16(row, width, MemoryMarshal.Cast<byte, ushort>(pixels));
        else if (_header.BitDepth == 8) Unpack8(row, width, pixels);
        else UnpackBits(row, width, pixels);
    }

    private void UnpackPalette(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        int colours = _palette.Length / _channels;
        for (int x = 0; x < width; x++)
        {
            int index = Bits(row, x);
            if (index >= colours) throw new ImageFormatException(_name, null, $"a pixel has palette index {index}", $"at most {colours - 1}");
            _palette.AsSpan(index * _channels, _channels).CopyTo(pixels[(x * _channels)..]);
        }
    }

    private void UnpackBits(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        int scale = 255 / ((1 << _header.BitDepth) - 1);
        for (int x = 0; x < width; x++)
        {
            int value = Bits(row, x);
            pixels[x * _channels] = (byte)(value * scale);
            if (_transparent is not null) pixels[x * 2 + 1] = value == _transparent[0] ? (byte)0 : byte.MaxValue;
        }
    }

    private void Unpack8(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        if (_transparent is null)
        {
            row.CopyTo(pixels);
            return;
        }
        int samples = _header.Samples;
        for (int x = 0; x < width; x++)
        {
            bool hidden = true;
            for (int c = 0; c < samples; c++)
            {
                byte value = row[x * samples + c];
                pixels[x * _channels + c] = value;
                hidden &= value == _transparent[c];
            }
            pixels[x * _channels + samples] = hidden ? (byte)0 : byte.MaxValue;
        }
    }

    private void Unpack16(ReadOnlySpan<byte> row, int width, Span<ushort> pixels)
    {
        int samples = _header.Samples;
        for (int x = 0; x < width; x++)
        {
            bool hidden = _transparent is not null;
            for (int c = 0; c < samples; c++)
            {
                ushort value = BinaryPrimitives.ReadUInt16BigEndian(row[(2 * (x * samples + c))..]);
                pixels[x * _channels + c] = value;
                hidden = hidden && value == _transparent![c];
            }
            if (_transparent is not null) pixels[x * _channels + samples] = hidden ? (ushort)0 : ushort.MaxValue;
        }
    }

    private int Bits(ReadOnlySpan<byte> row, int x)
    {
        int depth = _header.BitDepth;
        if (depth == 8) return row[x];
        int bit = x * depth;
        return row[bit >> 3] >> (8 - depth - (bit & 7)) & ((1 << depth) - 1);
    }

    private byte[] MakePalette(PngChunks chunks)
    {
        ReadOnlySpan<byte> colours = chunks.Palette.Span;
        byte[] palette = new byte[colours.Length / 3 * _channels];
        if (_header.Colour != PngColour.Palette) return palette;
        for (int i = 0; i < colours.Length / 3; i++)
        {
            colours.Slice(3 * i, 3).CopyTo(palette.AsSpan(i * _channels));
            if (chunks.Transparency is { } alpha) palette[i * 4 + 3] = i < alpha.Length ? alpha.Span[i] : byte.MaxValue;
        }
        return palette;
    }
}
