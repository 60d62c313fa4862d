using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Nabla.Vision.Tests.Models;

/// <summary>Weights and inputs from a formula that gives the same float32 bits anywhere (tests/golden/README.md).</summary>
internal static class FormulaWeights
{
    /// <summary>A uniform number in [0, 1) for element <paramref name="j"/> of entry <paramref name="key"/>.</summary>
    public static double Unit(uint key, uint j)
    {
        unchecked
        {
            uint h = (key * 0x9E3779B1u) + (j * 0x85EBCA77u) + 0x165667B1u;
            h ^= h >> 15;
            h *= 0x2C1B3C6Du;
            h ^= h >> 12;
            h *= 0x297A2D39u;
            h ^= h >> 15;
            return (h >> 8) / 16777216.0;
        }
    }

    /// <summary>A state dict with the keys and shapes of <paramref name="model"/> and the formula's values, made when they are asked for.</summary>
    public static IReadOnlyDictionary<string, Tensor> Of(StateDict model) => new Entries(model);

    /// <summary>The picture batch of an input key.</summary>
    public static Tensor Input(uint key, Shape shape) => Fill(key, shape, 2, -1, 1.75);

    /// <summary>Numbers in -1..1.</summary>
    public static Tensor Signed(uint key, Shape shape) => Fill(key, shape, 2, -1, 1);

    /// <summary>One entry of a state dict.</summary>
    public static Tensor Entry(uint key, string name, Shape shape)
    {
        if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) return Tensor.Zeros(shape, DType.Int64);
        if (name.EndsWith("relative_position_index", StringComparison.Ordinal)) return RelativeIndex(shape);
        if (name.EndsWith("relative_coords_table", StringComparison.Ordinal)) return RelativeCoordinates(shape);
        if (name.EndsWith("running_mean", StringComparison.Ordinal)) return Fill(key, shape, 2, -1, 0.2);
        if (name.EndsWith("running_var", StringComparison.Ordinal)) return Fill(key, shape, 1, 0.5, 1);
        if (shape.Rank >= 2) return Fill(key, shape, 2, -1, Math.Sqrt(6.0 / (shape.Count / shape[0])));
        if (name.EndsWith("bias", StringComparison.Ordinal)) return Fill(key, shape, 0.4, 0.6, 1);
        return Fill(key, shape, 0.6, 0.2, name.EndsWith("bn3.weight", StringComparison.Ordinal) ? 0.5 : 1);
    }

    /// <summary>(scale·u + shift)·factor.</summary>
    private static Tensor Fill(uint key, Shape shape, double scale, double shift, double factor)
    {
        Tensor tensor = Tensor.Empty(shape);
        tensor.Write((Span<float> values) =>
        {
            for (int j = 0; j < values.Length; j++) values[j] = (float)(((scale * Unit(key, (uint)j)) + shift) * factor);
        });
        return tensor;
    }

    /// <summary>Swin's table of pairs, from its definition: rows of (2w - 1)² for the offsets of two tokens of a window.</summary>
    private static Tensor RelativeIndex(Shape shape)
    {
        long tokens = (long)Math.Round(Math.Sqrt(shape.Count)), side = (long)Math.Round(Math.Sqrt(tokens));
        long[] index = new long[shape.Count];
        for (long a = 0; a < tokens; a++)
        {
            for (long b = 0; b < tokens; b++)
            {
                long dy = (a / side) - (b / side), dx = (a % side) - (b % side);
                index[(a * tokens) + b] = ((dy + side - 1) * ((2 * side) - 1)) + dx + side - 1;
            }
        }
        return Tensor.Of(index, shape);
    }

    private static Tensor RelativeCoordinates(Shape shape)
    {
        int span = (int)shape[1], half = span / 2;
        double[] table = new double[shape.Count];
        for (int i = 0; i < table.Length; i++)
        {
            int offset = (i % 2 == 0 ? i / 2 / span : i / 2 % span) - half;
            table[i] = Math.Sign(offset) * Math.Log2(1 + (8.0 * Math.Abs(offset) / half)) / 3;
        }
        return Tensor.Of(table, shape).To(DType.Float32);
    }

    /// <summary>Values are not kept, so that the largest model needs its own memory once.</summary>
    private sealed class Entries(StateDict model) : IReadOnlyDictionary<string, Tensor>
    {
        private readonly Dictionary<string, uint> _order = model.Keys.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => (uint)pair.i);

        public IEnumerable<string> Keys => model.Keys;

        public IEnumerable<Tensor> Values => model.Keys.Select(key => this[key]);

        public int Count => model.Count;

        public Tensor this[string key] => Entry(_order[key], key, model[key].Shape);

        public bool ContainsKey(string key) => _order.ContainsKey(key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
        {
            value = ContainsKey(key) ? this[key] : null;
            return value is not null;
        }

        public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => model.Keys.Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
