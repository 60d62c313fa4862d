namespace Nabla.Formats.Zip;

/// <summary>One file of a zip archive, as its central directory describes it.</summary>
/// <param name="Name">Its path inside the archive.</param>
/// <param name="Deflated">False when stored.</param>
/// <param name="Crc">Checksum of the content.</param>
/// <param name="Header">Where its local header begins.</param>
/// <param name="Data">Where its (compressed) bytes begin.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Size">Bytes of the content.</param>
internal sealed record ZipItem(string Name, bool Deflated, uint Crc, long Header, long Data, long Packed, long Size);
