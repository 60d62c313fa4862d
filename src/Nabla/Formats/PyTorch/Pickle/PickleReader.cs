using System.Buffers.Binary;
using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>Reads Python pickles of protocols 0 to 5 into plain .NET objects. Executes nothing, recurses nowhere.</summary>
/// <remarks>
/// All opcodes are understood except extension codes and out-of-band buffers. A global must be on the host's allow list;
/// any other is an error, or an opaque placeholder. Opcodes: CPython, Lib/pickletools.py.
/// </remarks>
internal sealed partial class PickleReader
{
    private readonly ByteRegion _bytes;
    private readonly IPickleHost _host;
    private readonly PickleLimits _limits;
    private readonly string? _file;
    private readonly long _base; // of _bytes within the file, for messages
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private long _end;
    private long _opcodeAt;
    private long _pushed;

    /// <param name="bytes">Where the pickle lies; more may follow it.</param>
    /// <param name="start">Its first byte.</param>
    /// <param name="host">Globals and persistent objects.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="fileOffset">Where <paramref name="bytes"/> begin in that file.</param>
    public PickleReader(ByteRegion bytes, long start, IPickleHost host, PickleLimits limits, string? file, long fileOffset = 0)
    {
        _bytes = bytes;
        Position = start;
        _end = Math.Min(bytes.Length, start + limits.Bytes);
        _host = host;
        _limits = limits;
        _file = file;
        _base = fileOffset;
    }

    /// <summary>The byte after the last one read.</summary>
    public long Position { get; private set; }

    /// <summary>Reads one pickle, up to its STOP.</summary>
    /// <exception cref="NablaFormatException">The pickle is damaged, exceeds a bound, or names a global that is not allowed.</exception>
    public object? Load()
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        long start = Position;
        _end = Math.Min(_bytes.Length, start + _limits.Bytes);
        while (true)
        {
            _opcodeAt = Position;
            byte opcode = Take(1)[0];
            if (opcode == '.') break;
            Execute(opcode);
        }
        object? root = Pop();
        if (_stack.Count > 0) throw Error("values are left on the stack at the end of the pickle");
        return root;
    }

    /// <summary>An error at the opcode being executed.</summary>
    public NablaFormatException Error(string problem, string? expected = null, Exception? inner = null) => new(_file, _base + _opcodeAt, problem, expected, inner);

    private void Execute(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: // PROTO
                if (Take(1)[0] is var protocol and > 5) throw Error($"the pickle has protocol {protocol}", "at most 5");
                break;
            case 0x95: // FRAME: only a hint about buffering
                if (BinaryPrimitives.ReadInt64LittleEndian(Take(8)) is var frame && (frame < 0 || frame > _end - Position)) throw Error($"a frame of {frame} bytes reaches past the end");
                break;
            case (byte)'(':
                _marks.Add(_stack.Count);
                break;
            case (byte)'0':
                if (_marks.Count > 0 && _marks[^1] == _stack.Count) _marks.RemoveAt(_marks.Count - 1);
                else Pop();
                break;
            case (byte)'1':
                PopMark();
                break;
            case (byte)'2':
                Push(Peek());
                break;
            case (byte)'c':
                PushGlobal(Line(), Line());
                break;
            case 0x93: // STACK_GLOBAL
                object? name = Pop(), module = Pop();
                PushGlobal(module as string ?? throw Error("the module of a global is not text"), name as string ?? throw Error("the name of a global is not text"));
                break;
            case (byte)'P':
                Push(_host.PersistentLoad(Line(), this));
                break;
            case (byte)'Q':
                Push(_host.PersistentLoad(Pop(), this));
                break;
            case 0x82 or 0x83 or 0x84:
                throw Error("the pickle uses a copyreg extension code, which names code outside the file; nothing was executed");
            case 0x97 or 0x98:
                throw Error("the pickle refers to buffers outside itself");
            default:
                if (!ExecuteMemo(opcode) && !ExecuteScalar(opcode) && !ExecuteContainer(opcode) && !ExecuteObject(opcode))
                    throw Error($"0x{opcode:x2} is not a pickle opcode");
                break;
        }
    }

    private bool ExecuteMemo(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'g': Push(Recall(LineNumber())); return true;
            case (byte)'h': Push(Recall(Take(1)[0])); return true;
            case (byte)'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); return true;
            case (byte)'p': Remember(LineNumber()); return true;
            case (byte)'q': Remember(Take(1)[0]); return true;
            case (byte)'r': Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); return true;
            case 0x94: Remember(_memo.Count); return true;
            default: return false;
        }
    }

    private object? Recall(long index) =>
        index >= 0 && index < _memo.Count && !ReferenceEquals(_memo[(int)index], Absent) ? _memo[(int)index] : throw Error($"the memo has no entry {index}");

    private void Remember(long index)
    {
        // Writers number their memo entries; a number beyond the bytes read so far is not theirs, and would only cost memory.
        if (index < 0 || index > Position) throw Error($"the memo entry {index} cannot be reached by a pickle of this length");
        object? value = Peek();
        while (_memo.Count < index) _memo.Add(Absent);
        if (index == _memo.Count) _memo.Add(value);
        else _memo[(int)index] = value;
    }

    private static readonly object Absent = new();

    private void Push(object? value)
    {
        if (++_pushed > _limits.Objects) throw Error($"the pickle holds more than {_limits.Objects} values", "fewer; the limit is an option of the reader");
        _stack.Add(value);
    }

    private int Fence => _marks.Count > 0 ? _marks[^1] : 0;

    private object? Peek() => _stack.Count > Fence ? _stack[^1] : throw Error("the stack of the pickle is empty where a value is needed");

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMark()
    {
        if (_marks.Count == 0) throw Error("the pickle closes a group that it never opened");
        int mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        object?[] items = _stack.Count == mark ? [] : [.. _stack.GetRange(mark, _stack.Count - mark)];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _end - Position)
        {
            throw _end < _bytes.Length
                ? Error($"the pickle is longer than {_limits.Bytes} bytes", "fewer; the limit is an option of the reader")
                : Error("the pickle is truncated", $"{count} more bytes");
        }
        ReadOnlySpan<byte> bytes = _bytes.Span(Position, checked((int)count));
        Position += count;
        return bytes;
    }
}
