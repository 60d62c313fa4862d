namespace Nabla.Algorithms.Sorting;

/// <summary>A hidden folder for the runs of one external sort, with a lock that says its owner lives.</summary>
internal sealed class ExternalFolder : IDisposable
{
    private const string LockName = "lock";
    private readonly string _path;
    private readonly FileStream _lock;
    private int _runs;

    public ExternalFolder(string parent, string name)
    {
        Directory.CreateDirectory(parent);
        RemoveAbandoned(parent, name);
        _path = Path.Combine(parent, $".{name}.runs-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_path);
        _lock = new FileStream(Path.Combine(_path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    public string Next() => Path.Combine(_path, $"{_runs++}");

    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    /// <summary>Removes folders whose owner is gone: their lock can be opened.</summary>
    private static void RemoveAbandoned(string parent, string name)
    {
        foreach (string folder in Directory.EnumerateDirectories(parent, $".{name}.runs-*"))
        {
            try
            {
                using (new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // In use by a sort that runs now, or just being created or removed by one.
            }
        }
    }
}
