using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Nabla.Training.TensorBoard;

/// <summary>Writes the few kinds of protocol-buffer fields that event files need.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>A varint field; 0, the default, is not written, as in proto3.</summary>
    public ProtoWriter Integer(int field, long value)
    {
        if (value == 0) return this;
        Key(field, ProtoWire.Varint);
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Key(field, ProtoWire.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public ProtoWriter Double(int field, double value)
    {
        Key(field, ProtoWire.Fixed64);
        Raw(value);
        return this;
    }

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Key(field, ProtoWire.Length);
        Varint((ulong)value.Length);
        _buffer.Write(value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.Written);

    /// <summary>A packed repeated double.</summary>
    public ProtoWriter Doubles(int field, ReadOnlySpan<double> values)
    {
        Key(field, ProtoWire.Length);
        Varint(8ul * (ulong)values.Length);
        foreach (double value in values) Raw(value);
        return this;
    }

    private void Key(int field, ProtoWire wire) => Varint((ulong)field << 3 | (ulong)wire);

    private void Raw(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    private void Varint(ulong value)
    {
        Span<byte> span = _buffer.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7) span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        _buffer.Advance(count);
    }
}

/// <summary>How a field's value is stored.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}
