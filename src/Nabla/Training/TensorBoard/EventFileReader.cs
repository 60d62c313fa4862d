using Nabla.Formats;

namespace Nabla.Training.TensorBoard;

/// <summary>Reads event files back.</summary>
public static class EventFileReader
{
    private const int MaxRecord = 256 << 20;

    /// <summary>The events of a file in order. Half a record at the end, as a killed writer leaves it, is ignored.</summary>
    /// <param name="path">The event file.</param>
    /// <exception cref="NablaFormatException">The file is damaged, or not an event file.</exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    [Export("utils.tensorboard.EventFileReader.read")]
    public static IEnumerable<TensorBoardEvent> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        foreach (TensorBoardEvent e in Read(file, path)) yield return e;
    }

    /// <summary>The events of a stream in order.</summary>
    /// <param name="stream">The content of an event file; stays open.</param>
    /// <param name="name">A name for error messages.</param>
    /// <exception cref="NablaFormatException">The file is damaged, or not an event file.</exception>
    public static IEnumerable<TensorBoardEvent> Read(Stream stream, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Records();

        IEnumerable<TensorBoardEvent> Records()
        {
            long offset = 0;
            while (TfRecord.Read(stream, name, offset, MaxRecord) is { } record)
            {
                yield return EventMessage.Decode(record, name);
                offset += TfRecord.FramedLength(record.Length);
            }
        }
    }
}
