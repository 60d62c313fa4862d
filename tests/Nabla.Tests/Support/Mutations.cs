using System.Buffers.Binary;

namespace Nabla.Tests.Support;

/// <summary>Damages files at random, for tests that a loader rejects them cleanly.</summary>
internal static class Mutations
{
    private static readonly int[] Edges = [0, 1, -1, int.MaxValue, int.MinValue, 255, 65535, 65536];

    /// <summary>A copy with one to four changes: bytes, bits, numbers at the edge, parts cut out, repeated or added.</summary>
    public static byte[] Mutate(byte[] file, Random random)
    {
        file = [.. file];
        for (int n = random.Next(1, 5); n > 0 && file.Length > 0; n--)
        {
            int at = random.Next(file.Length), other = random.Next(file.Length);
            switch (random.Next(7))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file = file[..at];
                    break;
                case 3:
                    file = [.. file[..at], .. file[other..]];
                    break;
                case 4 when at + 4 <= file.Length:
                    BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), Edges[random.Next(Edges.Length)]);
                    break;
                case 5 when at + 4 <= file.Length:
                    BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), Edges[random.Next(Edges.Length)]);
                    break;
                default:
                    file = [.. file[..at], (byte)random.Next(256), .. file[at..]];
                    break;
            }
        }
        return file;
    }

    /// <summary>
    /// Loads thousands of damaged copies, at most three seconds long. The loader may succeed or throw
    /// <typeparamref name="TExpected"/>; anything else fails the test and prints the file.
    /// </summary>
    public static void Fuzz<TExpected>(int seed, byte[][] files, Action<byte[]> load)
        where TExpected : Exception
    {
        var random = new Random(seed);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        int rejected = 0;
        for (int i = 0; i < 5000 && clock.ElapsedMilliseconds < 3000; i++)
        {
            byte[] file = Mutate(files[random.Next(files.Length)], random);
            try
            {
                load(file);
            }
            catch (TExpected)
            {
                rejected++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message} for {Convert.ToHexString(file)}");
            }
        }
        Assert.True(rejected > 50, $"Only {rejected} files were rejected: the changes do not reach the loader.");
    }
}
