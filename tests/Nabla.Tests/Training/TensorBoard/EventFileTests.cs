using Nabla.Formats;
using Nabla.Tests.Support;
using Nabla.Training.TensorBoard;

namespace Nabla.Tests.Training.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checksum_is_the_masked_Castagnoli_CRC()
    {
        // RFC 3720 B.4: CRC-32C of "123456789" is E3069283; the mask is TFRecord's.
        uint masked = TfRecord.MaskedCrc("123456789"u8);
        Assert.Equal(0xE3069283u, uint.RotateLeft(masked - 0xA282EAD8, 15));
        Assert.Equal(0x8A9136AAu, uint.RotateLeft(TfRecord.MaskedCrc(new byte[32]) - 0xA282EAD8, 15));
    }

    [Fact]
    public void Records_equal_those_of_TensorBoard()
    {
        // Recorded from tensorboard.summary.writer.record_writer and tensorboard.compat.proto.
        TensorBoardEvent[] events =
        [
            new(1, 0, "brain.Event:2", false, []),
            new(1, 300, null, false, [new("loss", Scalar: 0.25f)]),
            new(1, 2, null, false, [new("note", Text: "hi")]),
            new(1, 2, null, false, [new("h", Histogram: TensorBoardHistogram.Of([2, 2, 2])), new("i", Image: new(2, 1, 3, [1, 2]))]),
        ];
        string[] expected =
        [
            "1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a",
            "1b000000000000001a0d9e1309000000000000f03f10ac022a0d0a0b0a046c6f7373150000803efe4ceb7f",
            "2d000000000000003c418afb09000000000000f03f10022a200a1e0a046e6f7465420c0807120412020801420268694a080a060a0474657874e87b6c7a",
            "6600000000000000723b876a09000000000000f03f10022a590a460a01682a4109000000000000004011000000000000004019000000000000084021"
            + "0000000000001840290000000000002840320800000000000000403a0800000000000008400a0f0a0169220a08011002180322020102dab7cf20",
        ];
        Assert.Equal(expected, events.Select(e => Convert.ToHexStringLower(TfRecord.Frame(EventMessage.Encode(e)))));
        using EventFileWriter writer = Open();
        Assert.Equal(expected[0], Convert.ToHexStringLower(Contents(writer.FilePath)));
    }

    [Fact]
    public void Every_kind_of_value_comes_back()
    {
        string path;
        using (EventFileWriter writer = Open())
        {
            path = writer.FilePath;
            writer.AddScalar("loss/train", 0.25, 3);
            writer.AddScalars([new("a", 1), new("b", double.NaN)], 4);
            writer.AddHistogram("weights", (float[])[0, 1, 2, 3, 4, float.NaN, float.PositiveInfinity], 5);
            writer.AddImage("picture", new(2, 1, 3, [1, 2, 3]), 6);
            writer.AddText("note", "**bold** ∇", 1L << 40);
        }
        TensorBoardEvent[] events = [.. EventFileReader.Read(path)];
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal([0, 3, 4, 5, 6, 1L << 40], events.Select(e => e.Step));
        Assert.All(events, e => Assert.Equal(1, e.WallTime));
        Assert.Equal(new TensorBoardValue("loss/train", Scalar: 0.25f), events[1].Values.Single());
        Assert.Equal([1f, float.NaN], events[2].Values.Select(v => v.Scalar!.Value));
        TensorBoardHistogram histogram = events[3].Values.Single().Histogram!;
        Assert.Equal((0, 4, 5, 10, 30), (histogram.Min, histogram.Max, histogram.Count, histogram.Sum, histogram.SumOfSquares));
        Assert.Equal(5, histogram.Counts.Sum());
        Assert.Equal((64, 4), (histogram.Limits.Count, histogram.Limits[^1]));
        TensorBoardImage image = events[4].Values.Single().Image!;
        Assert.Equal((2, 1, 3), (image.Width, image.Height, image.Channels));
        Assert.Equal([1, 2, 3], image.Png);
        Assert.Equal("**bold** ∇", events[5].Values.Single().Text);
    }

    [Fact]
    public void A_resumed_run_says_where_it_begins()
    {
        using EventFileWriter writer = new(_folder.Path, resumeStep: 70);
        TensorBoardEvent start = EventFileReader.Read(writer.FilePath).ElementAt(1);
        Assert.Equal((true, 70L), (start.Restart, start.Step));
    }

    [Fact]
    public void What_is_logged_can_be_read_at_once_and_two_writers_do_not_collide()
    {
        using EventFileWriter one = Open(), two = Open();
        one.AddScalar("x", 1, 1);
        Assert.Equal(2, EventFileReader.Read(one.FilePath).Count());
        Assert.NotEqual(one.FilePath, two.FilePath);
    }

    [Fact]
    public void Half_a_record_at_the_end_is_ignored()
    {
        string path;
        using (EventFileWriter writer = Open())
        {
            path = writer.FilePath;
            writer.AddScalar("x", 1, 1);
        }
        byte[] whole = File.ReadAllBytes(path);
        int first = (int)TfRecord.FramedLength(TfRecord.Read(new MemoryStream(whole), null, 0, 1000)!.Length);
        for (int length = first; length < whole.Length; length++)
            Assert.Single(EventFileReader.Read(new MemoryStream(whole[..length])));
    }

    [Fact]
    public void Damage_is_an_error()
    {
        byte[] record = TfRecord.Frame(EventMessage.Encode(new(1, 2, null, false, [new("tag", Scalar: 3), new("t", Text: "u")])));
        Assert.Throws<NablaFormatException>(() => Read(Flip(record, 3)));
        Assert.Throws<NablaFormatException>(() => Read(Flip(record, 20)));
        Assert.Contains("at most 10", Assert.Throws<NablaFormatException>(() => TfRecord.Read(new MemoryStream(TfRecord.Frame(new byte[11])), "f", 0, 10)).Message);
        Mutations.Fuzz<NablaFormatException>(1, [EventMessage.Encode(new(1, 2, "v", true,
            [new("tag", Scalar: 3), new("t", Text: "u"), new("i", Image: new(1, 1, 1, [1])), new("h", Histogram: TensorBoardHistogram.Of([1, 2]))])).ToArray()],
            file => Read(TfRecord.Frame(file)));
    }

    [Fact]
    public void Equal_and_absent_values_make_a_histogram()
    {
        Assert.Equal([3], TensorBoardHistogram.Of([2, 2, 2]).Counts);
        Assert.Equal([0], TensorBoardHistogram.Of([float.NaN]).Counts);
    }

    private static TensorBoardEvent[] Read(byte[] file) => [.. EventFileReader.Read(new MemoryStream(file), "events")];

    /// <summary>The bytes of a file that its writer still holds open.</summary>
    private static byte[] Contents(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        bytes = [.. bytes];
        bytes[at] ^= 1;
        return bytes;
    }

    private EventFileWriter Open() => new(_folder.Path, clock: new Clock());

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(1);
    }
}
