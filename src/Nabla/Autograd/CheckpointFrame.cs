namespace Nabla;

/// <summary>One checkpointed call: how to run it again, and the places of the values it would have kept.</summary>
internal sealed class CheckpointFrame
{
    private readonly Func<Tensor[], Tensor[]> _function;
    private readonly SavedValue[] _inputs;
    private readonly bool[] _recorded;
    private readonly (Generator Source, byte[] State)[] _random;
    private readonly List<WeakReference<Slot>> _slots = [];
    private readonly object? _types = Autocast.Present;

    public CheckpointFrame(Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, IEnumerable<Generator> generators)
    {
        _function = function;
        _inputs = [.. inputs.Select(input => new SavedValue(input))];
        _recorded = [.. inputs.Select(input => input.RequiresGrad)];
        _random = [.. generators.Distinct().Select(generator => (generator, generator.SaveState()))];
    }

    /// <summary>Keeps a place instead of the value.</summary>
    public object Pack(Tensor value)
    {
        Slot slot = new(this);
        _slots.Add(new(slot));
        value.Dispose();
        return slot;
    }

    /// <summary>The value of a place, after another run if need be.</summary>
    public static Tensor Unpack(object packed)
    {
        Slot slot = (Slot)packed;
        if (slot.Value is null) slot.Frame.RunAgain();
        return slot.Value!;
    }

    private void RunAgain()
    {
        byte[][] present = [.. _random.Select(entry => entry.Source.SaveState())];
        int at = 0;
        try
        {
            foreach ((Generator source, byte[] state) in _random) source.LoadState(state);
            using TensorScope scope = new();
            using GradMode.Restore mode = GradMode.Enable();
            using Autocast.Scope types = Autocast.Restore(_types);
            using SavedTensorHooks hooks = new(Fill, static _ => throw new InvalidOperationException("The second run of a checkpoint differentiates inside itself; checkpoint a part of the function."));
            Tensor[] inputs = [.. _inputs.Select((input, i) => input.Unpack("a checkpoint").Detach().WithGrad(_recorded[i]))];
            _function(inputs);
        }
        finally
        {
            for (int i = 0; i < present.Length; i++) _random[i].Source.LoadState(present[i]);
        }
        if (at != _slots.Count) throw new InvalidOperationException($"A checkpoint kept {_slots.Count} values when it ran and {at} when it ran again; its function must do the same each time.");

        object Fill(Tensor value)
        {
            if (at < _slots.Count && _slots[at].TryGetTarget(out Slot? slot) && slot.Value is null && !slot.Released) slot.Value = value;
            else value.Dispose();
            at++;
            return this;
        }
    }

    /// <summary>Where a value belongs; kept alive by the recorded operation that will read it.</summary>
    private sealed class Slot(CheckpointFrame frame) : IReleasable
    {
        public CheckpointFrame Frame { get; } = frame;

        public Tensor? Value { get; set; }

        public bool Released { get; private set; }

        public void Release()
        {
            Value?.Dispose();
            Value = null;
            Released = true;
        }
    }
}
