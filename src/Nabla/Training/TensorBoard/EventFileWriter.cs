using System.Globalization;

namespace Nabla.Training.TensorBoard;

/// <summary>Writes an event file that TensorBoard shows: numbers, distributions, pictures and text over the steps of a run.</summary>
/// <remarks>
/// Every value is on its way to the disk when the call returns, so a killed process loses nothing it logged before, and
/// TensorBoard can follow a run. Safe to use from several threads. The full disk or a removed folder gives an
/// <see cref="IOException"/> from the call that met it.
/// </remarks>
[Export("utils.tensorboard.EventFileWriter")]
public sealed class EventFileWriter : IDisposable
{
    private static int _instances;
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly FileStream _file;

    /// <summary>Creates a new event file in the folder.</summary>
    /// <param name="folder">The folder of the run; created if absent. TensorBoard joins the event files it finds there.</param>
    /// <param name="resumeStep">The first step of a resumed run: TensorBoard drops what earlier files logged from there on; null for a new run.</param>
    /// <param name="clock">Gives the time stamps; null for the system's.</param>
    /// <exception cref="IOException">The folder or the file cannot be created.</exception>
    public EventFileWriter(string folder, long? resumeStep = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        _clock = clock ?? TimeProvider.System;
        // The form TensorBoard looks for: events.out.tfevents.TIME.HOST.PROCESS.COUNTER
        FilePath = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
            $"events.out.tfevents.{_clock.GetUtcNow().ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref _instances) - 1}"));
        _file = new FileStream(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Write(0, EventMessage.Version, restart: false, []);
        if (resumeStep is { } step) Write(step, null, restart: true, []);
    }

    /// <summary>The event file.</summary>
    public string FilePath { get; }

    /// <summary>Logs a number. TensorBoard groups tags by what stands before a slash: <c>loss/train</c>.</summary>
    public void AddScalar(string tag, double value, long step) => Add(step, new(tag, Scalar: (float)value));

    /// <summary>Logs several numbers of one step as one record.</summary>
    public void AddScalars(IEnumerable<KeyValuePair<string, double>> values, long step)
    {
        ArgumentNullException.ThrowIfNull(values);
        Write(step, null, restart: false, [.. values.Select(pair => new TensorBoardValue(pair.Key, Scalar: (float)pair.Value))]);
    }

    /// <summary>Logs the distribution of the values, in 64 buckets of equal width; NaN and infinities are left out.</summary>
    public void AddHistogram(string tag, ReadOnlySpan<float> values, long step) => Add(step, new(tag, Histogram: TensorBoardHistogram.Of(values)));

    /// <summary>Logs a distribution counted elsewhere.</summary>
    public void AddHistogram(string tag, TensorBoardHistogram histogram, long step)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        Add(step, new(tag, Histogram: histogram));
    }

    /// <summary>Logs a picture.</summary>
    public void AddImage(string tag, TensorBoardImage image, long step)
    {
        ArgumentNullException.ThrowIfNull(image);
        Add(step, new(tag, Image: image));
    }

    /// <summary>Logs text, which TensorBoard renders as Markdown.</summary>
    public void AddText(string tag, string text, long step)
    {
        ArgumentNullException.ThrowIfNull(text);
        Add(step, new(tag, Text: text));
    }

    /// <summary>Waits until everything logged is on the disk itself.</summary>
    public void Flush()
    {
        lock (_gate) _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _file.Dispose();
    }

    private void Add(long step, TensorBoardValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value.Tag);
        Write(step, null, restart: false, [value]);
    }

    private void Write(long step, string? version, bool restart, IReadOnlyList<TensorBoardValue> values)
    {
        double time = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        byte[] record = TfRecord.Frame(EventMessage.Encode(new(time, step, version, restart, values)));
        lock (_gate) _file.Write(record);
    }
}
