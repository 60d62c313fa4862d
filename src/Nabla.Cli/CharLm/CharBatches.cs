namespace Nabla.Cli.CharLm;

/// <summary>Windows of a text in random order; their borders move from epoch to epoch.</summary>
internal sealed class CharBatches : IBatchSource<Batch>
{
    private readonly int[] _text;
    private readonly int _window, _batch;
    private readonly RandomSampler _order, _borders;

    public CharBatches(int[] text, int window, int batch, ulong seed)
    {
        int windows = (text.Length - 1 - window) / window;
        if (windows < batch)
            throw new UsageException($"The text has {Math.Max(0, windows)} windows of {window} characters to learn from, fewer than a batch of {batch}; choose a smaller --window or --batch-size.");
        (_text, _window, _batch) = (text, window, batch);
        (_order, _borders) = (new(windows, seed), new(window, seed + 1));
        Count = windows / batch;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Characters predicted in an epoch.</summary>
    public int Samples => Count * _batch * _window;

    /// <inheritdoc/>
    public IEnumerable<Batch> Epoch(int epoch = 0, int first = 0, CancellationToken cancellation = default)
    {
        IReadOnlyList<int> order = _order.Order(epoch);
        int border = _borders.Order(epoch)[0];
        for (int i = first; i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long[] inputs = new long[_batch * _window], targets = new long[_batch * _window];
            for (int j = 0; j < inputs.Length; j++)
            {
                int at = border + (order[(i * _batch) + (j / _window)] * _window) + (j % _window);
                (inputs[j], targets[j]) = (_text[at], _text[at + 1]);
            }
            yield return new(Tensor.Of(inputs), Tensor.Of(targets));
        }
    }
}
