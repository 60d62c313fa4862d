using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch.Pickle;

/// <content>Globals and what is made from them. Only functions of the host's allow list are ever called.</content>
internal sealed partial class PickleReader
{
    private bool ExecuteObject(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'R' or 0x81: // REDUCE, NEWOBJ
                {
                    object? arguments = Pop(), callee = Pop();
                    Push(Call(callee, Tuple(arguments)));
                    return true;
                }
            case 0x92: // NEWOBJ_EX: keyword arguments come last, as a dictionary
                {
                    object? keywords = Pop(), arguments = Pop(), callee = Pop();
                    if (keywords is not PickleDict named) throw Error("keyword arguments are not a dictionary");
                    Push(Call(callee, named.Count == 0 ? Tuple(arguments) : new([.. Tuple(arguments), named])));
                    return true;
                }
            case (byte)'i': // INST
                {
                    object callee = Global(Line(), Line());
                    Push(Call(callee, new(PopMark())));
                    return true;
                }
            case (byte)'o': // OBJ
                {
                    object?[] items = PopMark();
                    if (items.Length == 0) throw Error("an object has no class");
                    Push(Call(items[0], new(items[1..])));
                    return true;
                }
            case (byte)'b':
                {
                    object? state = Pop();
                    Build(Peek(), state);
                    return true;
                }
            default: return false;
        }
    }

    private void PushGlobal(string module, string name) => Push(Global(module, name));

    private object Global(string module, string name)
    {
        if (_host.Resolve(module, name) is { } known) return known;
        var global = new PickleGlobal(module, name);
        return _limits.Opaque
            ? global
            : throw Error(
                $"the pickle refers to the Python object {Quoted.Of(global.FullName)}, which is not on the list of allowed ones; nothing was executed",
                "tensors, plain values and containers (save model.state_dict(), or read with UnknownGlobals.Opaque)");
    }

    /// <summary>Applies an allowed function, or records the call of an unknown one.</summary>
    internal object? Call(object? callee, PickleTuple arguments) => callee switch
    {
        PickleFunction function => function.Call(arguments, this),
        PickleGlobal unknown => new PickleOpaque(unknown.FullName, arguments),
        PickleOpaque result when _limits.Opaque => new PickleOpaque(result.TypeName + "()", arguments),
        _ => throw Error("the pickle calls something that is not a function of the allowed list; nothing was executed"),
    };

    private void Build(object? target, object? state)
    {
        switch (target)
        {
            case IPickleBuildable buildable:
                buildable.Build(state, this);
                break;
            case PickleOpaque opaque:
                opaque.State = state;
                break;
            case PickleDict dict:
                // (attributes, slots) or the attributes alone
                if (state is PickleTuple { Count: 2 } pair) state = pair[0] ?? pair[1];
                if (state is not PickleDict attributes) throw Error("the attributes of a dictionary are not a dictionary");
                if (dict.TypeName is TorchGlobals.ArgparseNamespace or TorchGlobals.SimpleNamespace)
                {
                    foreach ((object? key, object? value) in attributes.ToArray()) dict[key] = value; // a copy: it may be the dictionary itself
                }
                else
                {
                    dict.Attributes = attributes;
                }
                break;
            case TensorData:
                break; // Python attributes of a tensor or parameter carry no data of ours.
            default:
                throw Error("a state is set on a value that has none");
        }
    }

    private PickleTuple Tuple(object? arguments) => arguments as PickleTuple ?? throw Error("the arguments of a call are not a tuple");
}
