using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>Writes an object tree as a pickle of protocol 2, with the opcodes that <c>torch.load(weights_only=True)</c> accepts.</summary>
internal sealed class PickleWriter
{
    private const int Deepest = 200;

    private readonly ArrayBufferWriter<byte> _out = new(1024);
    private readonly Dictionary<string, int> _memo = new(StringComparer.Ordinal);
    private readonly TensorBridge.Exporter _exporter;
    private readonly Action<TensorData, PickleWriter> _tensor;

    /// <param name="exporter">Gives tensors of one storage the same region, also across several writers.</param>
    /// <param name="tensor">Writes a tensor.</param>
    public PickleWriter(TensorBridge.Exporter exporter, Action<TensorData, PickleWriter> tensor)
    {
        _exporter = exporter;
        _tensor = tensor;
    }

    /// <summary>The whole pickle of <paramref name="root"/>.</summary>
    /// <exception cref="ArgumentException">A value has no counterpart, or the tree contains itself.</exception>
    public ReadOnlyMemory<byte> Write(object? root)
    {
        Put([0x80, 2]);
        Value(root, 0);
        Op('.');
        return _out.WrittenMemory;
    }

    public void Op(char opcode) => Put([(byte)opcode]);

    public void Bool(bool value) => Op(value ? '\x88' : '\x89');

    public void Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[9];
        switch (value)
        {
            case >= 0 and <= 0xFF:
                Put([(byte)'K', (byte)value]);
                break;
            case >= 0 and <= 0xFFFF:
                Put([(byte)'M', (byte)value, (byte)(value >> 8)]);
                break;
            case >= int.MinValue and <= int.MaxValue:
                bytes[0] = (byte)'J';
                BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], (int)value);
                Put(bytes[..5]);
                break;
            default:
                Big(value);
                break;
        }
    }

    /// <summary>Text, written once and then recalled.</summary>
    public void Text(string value)
    {
        if (Recall("t:" + value)) return;
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)'X';
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        Put(head);
        Put(bytes);
        Remember("t:" + value);
    }

    /// <summary>A class or function by name, written once and then recalled.</summary>
    public void Global(string module, string name)
    {
        string key = $"g:{module} {name}";
        if (Recall(key)) return;
        Put(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));
        Remember(key);
    }

    public void Longs(ReadOnlySpan<long> values)
    {
        if (values.Length > 3) Op('(');
        foreach (long value in values) Integer(value);
        CloseTuple(values.Length);
    }

    /// <summary>Makes a tuple of the last values; more than three must follow a mark.</summary>
    public void CloseTuple(int count) => Op(count switch { 0 => ')', 1 => '\x85', 2 => '\x86', 3 => '\x87', _ => 't' });

    private void Value(object? value, int depth)
    {
        if (depth > Deepest) throw new ArgumentException($"The object is nested more than {Deepest} deep, or contains itself.", nameof(value));
        switch (value)
        {
            case null: Op('N'); break;
            case bool b: Bool(b); break;
            case byte or sbyte or short or ushort or int or uint or long: Integer(Convert.ToInt64(value)); break;
            case BigInteger big: Big(big); break;
            case float or double or Half: Real(value is Half half ? (double)half : Convert.ToDouble(value)); break;
            case string text: Text(text); break;
            case byte[] bytes: Bytes(bytes); break;
            case DType type: Global("torch", type.Name()); break;
            case TensorData tensor: _tensor(tensor, this); break;
            case Tensor tensor: _tensor(_exporter.Convert(tensor), this); break;
            case PickleArray array: _tensor(array.Data, this); break;
            case PickleTuple tuple: Tuple(tuple, depth); break;
            case PickleDict dict: Dictionary(dict, depth); break;
            case PickleSet: throw new ArgumentException("A set cannot be written: torch.load with weights_only refuses it.", nameof(value));
            case IEnumerable<KeyValuePair<string, Tensor>> state: Dictionary(Ordered(_exporter.Convert(state)), depth); break;
            case IEnumerable<KeyValuePair<string, TensorData>> state: Dictionary(Ordered(state), depth); break;
            case IEnumerable<KeyValuePair<string, object?>> entries: Dictionary(Plain(entries), depth); break;
            case System.Collections.IEnumerable list and (System.Collections.IList or IReadOnlyList<object?>): List(list, depth); break;
            default: throw new ArgumentException($"A value of type {value.GetType()} cannot be written to a PyTorch file; expected numbers, text, bytes, tensors, lists, tuples and dictionaries.", nameof(value));
        }
    }

    private static PickleDict Ordered(IEnumerable<KeyValuePair<string, TensorData>> state)
    {
        var dict = new PickleDict { TypeName = "collections.OrderedDict" };
        foreach ((string key, TensorData tensor) in state)
        {
            if (dict.TryGetValue(key, out _)) throw new ArgumentException($"The name {Quoted.Of(key)} occurs twice.", nameof(state));
            // As in PyTorch, the values of a state dict are detached.
            dict[key] = tensor.RequiresGrad ? new TensorData(tensor.DType, tensor.Shape, tensor.Strides, tensor.Offset, tensor.Storage) : tensor;
        }
        return dict;
    }

    private static PickleDict Plain(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var dict = new PickleDict();
        foreach ((string key, object? item) in entries) dict[key] = item;
        return dict;
    }

    private void Dictionary(PickleDict dict, int depth)
    {
        if (dict.TypeName == "dict")
        {
            Op('}');
        }
        else if (dict.TypeName == "collections.OrderedDict")
        {
            Global("collections", "OrderedDict");
            Op(')');
            Op('R');
        }
        else
        {
            throw new ArgumentException($"A {dict.TypeName} cannot be written to a PyTorch file; expected a dict or an OrderedDict.", nameof(dict));
        }
        if (dict.Count > 0)
        {
            Op('(');
            foreach ((object? key, object? item) in dict)
            {
                Value(key, depth + 1);
                Value(item, depth + 1);
            }
            Op('u');
        }
        if (dict.Attributes is not { Count: > 0 } attributes) return;
        if (dict.TypeName == "dict") throw new ArgumentException("A plain dict cannot carry attributes; an OrderedDict can.", nameof(dict));
        Value(attributes, depth + 1);
        Op('b');
    }

    private void List(System.Collections.IEnumerable list, int depth)
    {
        Op(']');
        bool any = false;
        foreach (object? item in list)
        {
            if (!any) Op('(');
            any = true;
            Value(item, depth + 1);
        }
        if (any) Op('e');
    }

    private void Tuple(PickleTuple tuple, int depth)
    {
        if (tuple.Count > 3) Op('(');
        foreach (object? item in tuple) Value(item, depth + 1);
        CloseTuple(tuple.Count);
    }

    private void Real(double value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        Put(bytes);
    }

    private void Big(BigInteger value)
    {
        byte[] bytes = value.ToByteArray();
        if (bytes.Length > 255) throw new ArgumentException("The integer has more than 255 bytes.", nameof(value));
        Put([0x8a, (byte)bytes.Length]);
        Put(bytes);
    }

    // Protocol 2 has no bytes: CPython writes them as text that is encoded again.
    private void Bytes(byte[] bytes)
    {
        Global("_codecs", "encode");
        Text(Encoding.Latin1.GetString(bytes));
        Text("latin1");
        CloseTuple(2);
        Op('R');
    }

    private void Put(ReadOnlySpan<byte> bytes) => _out.Write(bytes);

    private bool Recall(string key)
    {
        if (!_memo.TryGetValue(key, out int index)) return false;
        Index('h', 'j', index);
        return true;
    }

    private void Remember(string key)
    {
        Index('q', 'r', _memo.Count);
        _memo.Add(key, _memo.Count);
    }

    private void Index(char small, char large, int index)
    {
        if (index <= 0xFF)
        {
            Put([(byte)small, (byte)index]);
            return;
        }
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = (byte)large;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], index);
        Put(bytes);
    }
}
