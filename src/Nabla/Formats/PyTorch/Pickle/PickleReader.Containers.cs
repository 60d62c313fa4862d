namespace Nabla.Formats.PyTorch.Pickle;

/// <content>Tuples, lists, dictionaries and sets.</content>
internal sealed partial class PickleReader
{
    private bool ExecuteContainer(byte opcode)
    {
        switch (opcode)
        {
            case (byte)')': Push(PickleTuple.Empty); return true;
            case (byte)'t': Push(new PickleTuple(PopMark())); return true;
            case 0x85: Push(new PickleTuple(Pop())); return true;
            case 0x86:
                {
                    object? b = Pop(), a = Pop();
                    Push(new PickleTuple(a, b));
                    return true;
                }
            case 0x87:
                {
                    object? c = Pop(), b = Pop(), a = Pop();
                    Push(new PickleTuple(a, b, c));
                    return true;
                }
            case (byte)']': Push(new List<object?>()); return true;
            case (byte)'l': Push(new List<object?>(PopMark())); return true;
            case (byte)'a':
                {
                    object? item = Pop();
                    Append(Peek(), [item]);
                    return true;
                }
            case (byte)'e':
                {
                    object?[] items = PopMark();
                    Append(Peek(), items);
                    return true;
                }
            case (byte)'}': Push(new PickleDict()); return true;
            case (byte)'d':
                {
                    var dict = new PickleDict();
                    SetItems(dict, PopMark());
                    Push(dict);
                    return true;
                }
            case (byte)'s':
                {
                    object? value = Pop(), key = Pop();
                    SetItems(Peek(), [key, value]);
                    return true;
                }
            case (byte)'u':
                {
                    object?[] items = PopMark();
                    SetItems(Peek(), items);
                    return true;
                }
            case 0x8f: Push(new PickleSet()); return true;
            case 0x90:
                {
                    object?[] items = PopMark();
                    Fill(Peek() as PickleSet ?? throw Error("values are added to something that is not a set"), items);
                    return true;
                }
            case 0x91:
                {
                    var set = new PickleSet();
                    Fill(set, PopMark());
                    Push(set);
                    return true;
                }
            default: return false;
        }
    }

    /// <summary>Adds elements to a set, as the opcode and the constructor do.</summary>
    internal void Fill(PickleSet set, IEnumerable<object?> items)
    {
        foreach (object? item in items)
        {
            if (!PickleKey.Accepts(item)) throw Error("an element of a set is not hashable");
            set.Add(item);
        }
    }

    /// <summary>Sets keys and values, given alternately.</summary>
    internal void SetItems(object? target, IReadOnlyList<object?> items)
    {
        PickleDict dict = target switch
        {
            PickleDict known => known,
            PickleOpaque opaque => opaque.Entries,
            _ => throw Error("an entry is set on something that is not a dictionary"),
        };
        if (items.Count % 2 != 0) throw Error("a dictionary has a key without a value");
        for (int i = 0; i < items.Count; i += 2)
        {
            if (!PickleKey.Accepts(items[i])) throw Error("a key of a dictionary is not hashable");
            dict[items[i]] = items[i + 1];
        }
    }

    private void Append(object? target, object?[] items)
    {
        List<object?> list = target switch
        {
            List<object?> known => known,
            PickleOpaque opaque => opaque.AppendedItems ??= [],
            _ => throw Error("a value is appended to something that is not a list"),
        };
        list.AddRange(items);
    }
}
