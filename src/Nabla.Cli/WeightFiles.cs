namespace Nabla.Cli;

/// <summary>State dicts from and to files, by their ending.</summary>
internal static class WeightFiles
{
    private const string Known = ".safetensors, .pt, .pth or .npz";

    /// <summary>Reads a state dict.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static StateDict Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SAFETENSORS" => SafetensorsFile.Load(path),
            ".PT" or ".PTH" or ".BIN" or ".CKPT" => PyTorchFile.Load(path),
            ".NPZ" => NpzFile.Load(path),
            string other => throw new UsageException($"'{path}' ends in '{other}'; expected {Known}."),
        };
    }

    /// <summary>Writes a state dict, atomically.</summary>
    public static void Save(string path, StateDict state)
    {
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".SAFETENSORS": SafetensorsFile.Save(path, state); break;
            case ".PT" or ".PTH": PyTorchFile.Save(path, state); break;
            case ".NPZ": NpzFile.Save(path, state); break;
            default: throw new UsageException($"'{path}' does not end in {Known}.");
        }
    }
}
