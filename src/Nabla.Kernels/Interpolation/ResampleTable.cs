namespace Nabla.Kernels.Interpolation;

/// <summary>One axis resampled: output j is the sum of weight · input over the taps from <c>Starts[j]</c> to <c>Starts[j + 1]</c>.</summary>
/// <remarks>The transpose of a table is the gradient of its resampling, and a table again.</remarks>
public sealed class ResampleTable
{
    private readonly Lazy<ResampleTable> _transposed;

    /// <summary>Wraps taps in the order of the outputs.</summary>
    /// <param name="inputs">Positions of the input.</param>
    /// <param name="starts">First tap of each output, and the number of taps at the end.</param>
    /// <param name="sources">Input position of each tap.</param>
    /// <param name="weights">Weight of each tap.</param>
    /// <exception cref="ArgumentException">The arrays do not describe a table.</exception>
    public ResampleTable(int inputs, int[] starts, int[] sources, double[] weights)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(weights);
        if (starts.Length == 0 || sources.Length != weights.Length || starts[^1] != sources.Length)
            throw new ArgumentException("The table's arrays have lengths that do not fit.", nameof(starts));
        foreach (int source in sources)
        {
            if ((uint)source >= (uint)inputs) throw new ArgumentException($"A tap reads position {source} of {inputs}.", nameof(sources));
        }
        (Inputs, Starts, Sources, Weights) = (inputs, starts, sources, weights);
        Singles = Array.ConvertAll(weights, w => (float)w);
        _transposed = new(Transpose);
    }

    /// <summary>Positions of the input.</summary>
    public int Inputs { get; }

    /// <summary>Positions of the output.</summary>
    public int Outputs => Starts.Length - 1;

    /// <summary>The transposed table, from outputs to inputs.</summary>
    public ResampleTable Transposed => _transposed.Value;

    internal int[] Starts { get; }

    internal int[] Sources { get; }

    internal double[] Weights { get; }

    internal float[] Singles { get; }

    private ResampleTable Transpose()
    {
        int[] starts = new int[Inputs + 1];
        foreach (int source in Sources) starts[source + 1]++;
        for (int i = 0; i < Inputs; i++) starts[i + 1] += starts[i];
        int[] next = starts[..Inputs], sources = new int[Sources.Length];
        double[] weights = new double[Sources.Length];
        for (int j = 0; j < Outputs; j++)
        {
            for (int tap = Starts[j]; tap < Starts[j + 1]; tap++)
            {
                int at = next[Sources[tap]]++;
                sources[at] = j;
                weights[at] = Weights[tap];
            }
        }
        return new(Outputs, starts, sources, weights);
    }
}
