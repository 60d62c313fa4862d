using System.Buffers.Binary;
using Nabla.Formats.Raw;
using Nabla.Formats.Zip;

namespace Nabla.Tests.Formats;

/// <summary>Damages files at random, from a seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly long[] Interesting = [0, 1, -1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, long.MaxValue, long.MinValue, 1L << 40, 1L << 61];
    private readonly Random _random = new(seed);

    /// <summary>A damaged copy; <paramref name="other"/> lends bytes.</summary>
    public byte[] Mutate(byte[] file, byte[] other)
    {
        byte[] bytes = [.. file];
        Span<byte> number = stackalloc byte[8];
        for (int rounds = 1 + _random.Next(4); rounds > 0 && bytes.Length > 0; rounds--)
        {
            int at = Place(bytes);
            int length = Math.Min(1 + _random.Next(16), bytes.Length - at);
            switch (_random.Next(9))
            {
                case 0: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
                case 1: bytes[at] = (byte)_random.Next(256); break;
                case 2: bytes = bytes[..at]; break;
                case 3: bytes = [.. bytes[..at], .. bytes[(at + length)..]]; break;
                case 4: bytes = [.. bytes[..(at + length)], .. bytes[at..]]; break;
                case 5:
                    BinaryPrimitives.WriteInt64LittleEndian(number, Interesting[_random.Next(Interesting.Length)]);
                    number[..Math.Min(1 << _random.Next(4), bytes.Length - at)].CopyTo(bytes.AsSpan(at));
                    break;
                case 6 when other.Length > 0:
                    int from = _random.Next(other.Length);
                    other.AsSpan(from, Math.Min(length, other.Length - from)).CopyTo(bytes.AsSpan(at));
                    break;
                case 7: bytes.AsSpan(at, length).Fill((byte)"0]()t9}u"[_random.Next(8)]); break;
                default: (bytes[at], bytes[bytes.Length - 1 - at]) = (bytes[bytes.Length - 1 - at], bytes[at]); break;
            }
        }
        return bytes;
    }

    /// <summary>A zip archive with one entry damaged and every checksum right, so that the damage reaches the inner format.</summary>
    public byte[] MutateInside(byte[] archive, byte[] other)
    {
        ZipArchiveReader zip = ZipArchiveReader.Open(ByteRegion.CopyOf(archive), null);
        // Mostly the first entry: the pickle of a checkpoint.
        int victim = _random.Next(4) > 0 ? 0 : _random.Next(zip.Items.Count);
        return FormatFiles.Written(s =>
        {
            var writer = new ZipArchiveWriter(s);
            int i = 0;
            foreach (ZipItem item in zip.Items.Values)
            {
                ByteRegion content = zip.Read(item, verify: false);
                var bytes = new byte[content.Length];
                content.CopyTo(0, bytes);
                if (i++ == victim) bytes = Mutate(bytes, other);
                writer.Store(item.Name, w => w.Write(bytes));
            }
            writer.Finish();
        });
    }

    public int Next(int most) => _random.Next(most);

    // Headers and directories are where damage is most interesting.
    private int Place(byte[] bytes) => _random.Next(3) switch
    {
        0 => _random.Next(Math.Min(bytes.Length, 64)),
        1 => bytes.Length - 1 - _random.Next(Math.Min(bytes.Length, 200)),
        _ => _random.Next(bytes.Length),
    };
}
