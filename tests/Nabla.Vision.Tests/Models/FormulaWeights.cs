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

    /// <summary>A state dict with the keys and shapes of <paramref name="model"/> and the formula's values.</summary>
    public static StateDict Of(StateDict model)
    {
        StateDict state = new();
        uint key = 0;
        foreach ((string name, Tensor like) in model) state.Add(name, Entry(key++, name, like.Shape));
        return state;
    }

    /// <summary>The picture batch of an input key.</summary>
    public static Tensor Input(uint key, Shape shape) => Fill(key, shape, u => ((2 * u) - 1) * 1.75);

    /// <summary>One entry of a state dict.</summary>
    public static Tensor Entry(uint key, string name, Shape shape)
    {
        if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) return Tensor.Zeros(shape, DType.Int64);
        if (shape.Rank >= 2)
        {
            double bound = Math.Sqrt(6.0 / (shape.Count / shape[0]));
            return Fill(key, shape, u => ((2 * u) - 1) * bound);
        }
        if (name.EndsWith("running_mean", StringComparison.Ordinal)) return Fill(key, shape, u => ((2 * u) - 1) * 0.2);
        if (name.EndsWith("running_var", StringComparison.Ordinal)) return Fill(key, shape, u => u + 0.5);
        if (name.EndsWith("bias", StringComparison.Ordinal)) return Fill(key, shape, u => (0.4 * u) + 0.6);
        double factor = name.EndsWith("bn3.weight", StringComparison.Ordinal) ? 0.5 : 1;
        return Fill(key, shape, u => ((0.6 * u) + 0.2) * factor);
    }

    private static Tensor Fill(uint key, Shape shape, Func<double, double> map)
    {
        float[] values = new float[shape.Count];
        for (int j = 0; j < values.Length; j++) values[j] = (float)map(Unit(key, (uint)j));
        return Tensor.Of(values, shape);
    }
}
