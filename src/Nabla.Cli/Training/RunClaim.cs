namespace Nabla.Cli.Training;

/// <summary>A run's folder while a training writes into it: a second training would cut the first one's metrics and overwrite its checkpoint. Ends with the process, however that ends.</summary>
internal sealed class RunClaim : IDisposable
{
    public const string FileName = ".running";

    private readonly FileStream _file;

    /// <summary>Claims the folder; creates it if absent.</summary>
    /// <exception cref="UsageException">Another training has claimed it.</exception>
    public RunClaim(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        try
        {
            _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new UsageException($"Another training is writing into '{folder}'; wait until it ends, or pass another --out.");
        }
    }

    public void Dispose() => _file.Dispose();
}
