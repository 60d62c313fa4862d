using Nabla.Kernels.Recurrent;

namespace Nabla.Kernels.Tests.Recurrent;

/// <summary>Recurrent layers by their definitions, one number at a time; gradients by central differences of the loss Σ g·y + Σ g·state + Σ g·cell.</summary>
internal sealed class RecurrentReference(RecurrentCase layer)
{
    private readonly double[] _sums = layer.Operand("sums"), _weight = layer.Operand("weight"), _bias = layer.Operand("bias"), _projection = layer.Operand("projection");
    private readonly double[] _initial = layer.Operand("initial"), _cell = layer.Operand("cell");

    /// <summary>Outputs, last states and last cells.</summary>
    public double[] Forward() => Forward(_sums, _initial, _cell);

    /// <summary>Gradient of the loss with respect to element <paramref name="i"/> of the sums, the initial states or the initial cells.</summary>
    public double Slope(string what, int i)
    {
        const double Step = 1e-6;
        double[] target = what switch { "sums" => _sums, "initial" => _initial, _ => _cell };
        double old = target[i];
        target[i] = old + Step;
        double above = Loss();
        target[i] = old - Step;
        double below = Loss();
        target[i] = old;
        return (above - below) / (2 * Step);
    }

    private double Loss()
    {
        double[] y = Forward(_sums, _initial, _cell), g = [.. layer.Operand("g"), .. layer.Operand("gState"), .. layer.Kind == RecurrentKind.Lstm ? layer.Operand("gCell") : []];
        return y.Zip(g, (a, b) => a * b).Sum();
    }

    private double[] Forward(double[] sums, double[] initial, double[] cells)
    {
        int hidden = layer.Hidden, state = layer.State, steps = layer.Sizes.Length;
        double[] h = [.. initial], c = [.. cells], y = new double[layer.Rows * state];
        for (int position = 0; position < steps; position++)
        {
            int t = layer.Reverse ? steps - 1 - position : position, at = (int)layer.Sizes[..t].Sum();
            for (int r = 0; r < layer.Sizes[t]; r++)
            {
                double[] raw = new double[hidden], old = h[(r * state)..((r + 1) * state)];
                for (int j = 0; j < hidden; j++) raw[j] = Unit(sums, at + r, j, old, ref c[(r * hidden) + j]);
                for (int j = 0; j < state; j++)
                {
                    double value = layer.Projection == 0 ? raw[j] : Enumerable.Range(0, hidden).Sum(k => _projection[(j * hidden) + k] * raw[k]);
                    h[(r * state) + j] = y[((at + r) * state) + j] = value;
                }
            }
        }
        return [.. y, .. h, .. layer.Kind == RecurrentKind.Lstm ? c : []];
    }

    private double Unit(double[] sums, int row, int j, double[] h, ref double c)
    {
        double[] x = new double[layer.GateCount], p = new double[layer.GateCount];
        for (int gate = 0; gate < x.Length; gate++)
        {
            int unit = (gate * layer.Hidden) + j;
            x[gate] = sums[(row * layer.Gates) + unit];
            for (int k = 0; k < layer.State; k++) p[gate] += _weight[(unit * layer.State) + k] * h[k];
        }
        switch (layer.Kind)
        {
            case RecurrentKind.Lstm:
                c = (Sigmoid(x[1] + p[1]) * c) + (Sigmoid(x[0] + p[0]) * Math.Tanh(x[2] + p[2]));
                return Sigmoid(x[3] + p[3]) * Math.Tanh(c);
            case RecurrentKind.Gru:
                double z = Sigmoid(x[1] + p[1]), fresh = Math.Tanh(x[2] + (Sigmoid(x[0] + p[0]) * (p[2] + _bias[j])));
                return ((1 - z) * fresh) + (z * h[j]);
            case RecurrentKind.Relu: return Math.Max(0, x[0] + p[0]);
            default: return Math.Tanh(x[0] + p[0]);
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
