using System.Buffers.Binary;
using System.Text;
using Nabla.Formats;

namespace Nabla.Training.TensorBoard;

/// <summary>Walks over the fields of a protocol-buffer message; unknown ones are stepped over.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message, string? name)
{
    private ReadOnlySpan<byte> _left = message;
    private ulong _number;
    private ReadOnlySpan<byte> _bytes;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the current field is stored.</summary>
    public ProtoWire Wire { get; private set; }

    public readonly long Integer => Wire == ProtoWire.Varint ? (long)_number : throw Wrong();

    public readonly float Float => Wire == ProtoWire.Fixed32 ? BitConverter.UInt32BitsToSingle((uint)_number) : throw Wrong();

    public readonly double Double => Wire == ProtoWire.Fixed64 ? BitConverter.UInt64BitsToDouble(_number) : throw Wrong();

    public readonly ReadOnlySpan<byte> Bytes => Wire == ProtoWire.Length ? _bytes : throw Wrong();

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    public readonly ProtoReader Message => new(Bytes, name);

    /// <summary>Doubles, packed or one.</summary>
    public readonly double[] Doubles
    {
        get
        {
            if (Wire == ProtoWire.Fixed64) return [Double];
            if (Bytes.Length % 8 != 0) throw Wrong();
            double[] values = new double[Bytes.Length / 8];
            for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadDoubleLittleEndian(Bytes[(8 * i)..]);
            return values;
        }
    }

    /// <summary>Moves to the next field; false at the end.</summary>
    public bool Next()
    {
        if (_left.IsEmpty) return false;
        ulong key = Varint();
        if (key >> 3 is 0 or > 0x1FFFFFFF) throw Wrong();
        Field = (int)(key >> 3);
        Wire = (ProtoWire)(key & 7);
        switch (Wire)
        {
            case ProtoWire.Varint:
                _number = Varint();
                break;
            case ProtoWire.Fixed32:
                _number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            case ProtoWire.Fixed64:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case ProtoWire.Length:
                _bytes = Take(Varint());
                break;
            default:
                throw Wrong();
        }
        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw Wrong();
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_left.Length) throw Wrong();
        ReadOnlySpan<byte> taken = _left[..(int)count];
        _left = _left[(int)count..];
        return taken;
    }

    private readonly NablaFormatException Wrong() => new(name, null, $"an event message is damaged at field {Field}");
}
