using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nabla.Notes.Playground;

/// <summary>The playground's questions and answers: JSON in, JSON out, everything bounded.</summary>
internal sealed class Experiments(IReadOnlyList<DrawingSample> samples) : IDisposable
{
    /// <summary>Computations at a time; the others wait.</summary>
    private const int AtOnce = 2;

    /// <summary>Requests that may wait; more are told to come back.</summary>
    private const int Waiting = 512;

    private readonly Lazy<Sketchpad[]> _sketchpads = new(() => [Sketchpad.Load("garments", "Garment"), Sketchpad.Load("digits", "Digit")]);

    private readonly SemaphoreSlim _slots = new(AtOnce);

    private int _inside;

    /// <summary>Answers a question.</summary>
    /// <param name="name">The last part of its address.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellation">The reader went away.</param>
    /// <returns>JSON; null when there is no such question.</returns>
    /// <exception cref="InputException">The question is malformed or out of bounds.</exception>
    /// <exception cref="OverloadException">Too many are waiting.</exception>
    public async Task<byte[]?> Answer(string name, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        Func<byte[]>? question = name switch
        {
            "models" => () => Write(Models(), PlaygroundJson.Default.ModelReplyArray),
            "activations" => () => Write(ActivationLab.Choices, PlaygroundJson.Default.ActivationChoiceArray),
            "draw" => () => Write(Draw(Read(body, PlaygroundJson.Default.DrawRequest)), PlaygroundJson.Default.DrawReply),
            "activation" => () => Write(ActivationLab.Run(Read(body, PlaygroundJson.Default.ActivationRequest)), PlaygroundJson.Default.ActivationReply),
            "window" => () => Write(WindowTrace.Run(Read(body, PlaygroundJson.Default.WindowRequest)), PlaygroundJson.Default.WindowReply),
            "sort" => () => Write(SortTrace.Run(Read(body, PlaygroundJson.Default.SortRequest)), PlaygroundJson.Default.TraceReply),
            "knapsack" => () => Write(KnapsackTable.Run(Read(body, PlaygroundJson.Default.KnapsackRequest)), PlaygroundJson.Default.KnapsackReply),
            _ => null,
        };
        if (question is null) return null;
        if (Interlocked.Increment(ref _inside) > Waiting)
        {
            Interlocked.Decrement(ref _inside);
            throw new OverloadException("Too many experiments are waiting; try again in a moment.");
        }
        try
        {
            await _slots.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await Task.Run(question, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose() => _slots.Dispose();

    private static T Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new InputException("An object was expected, not null.");
        }
        catch (JsonException error)
        {
            throw new InputException($"This is not what was expected: {error.Message}", error);
        }
    }

    private static byte[] Write<T>(T reply, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(reply, type);

    private ModelReply[] Models() =>
        [.. _sketchpads.Value.Select(pad => new ModelReply(pad.Name, pad.Title, pad.Size, pad.Classes,
            [.. samples.Where(sample => sample.Model == pad.Name && sample.Pixels.Count == pad.Size * pad.Size).Select(sample => new SampleReply(sample.Label, [.. sample.Pixels.Select(value => (int)value)]))]))];

    private DrawReply Draw(DrawRequest request)
    {
        Sketchpad pad = _sketchpads.Value.FirstOrDefault(pad => pad.Name == request.Model)
            ?? throw new InputException($"There is no model '{request.Model}'; there are {string.Join(", ", _sketchpads.Value.Select(pad => pad.Name))}.");
        return pad.Run(request.Pixels);
    }
}
