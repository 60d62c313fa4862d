namespace Nabla.Training.TensorBoard;

/// <summary>TensorFlow's Event message and those within it: field numbers, encoding and decoding.</summary>
/// <remarks>Source: event.proto, summary.proto and tensor.proto of TensorBoard's compat/proto folder.</remarks>
internal static class EventMessage
{
    /// <summary>What the first event of every file says.</summary>
    public const string Version = "brain.Event:2";

    private const string TextPlugin = "text";
    private const int StringType = 7; // DT_STRING
    private const int SessionStart = 1; // SessionLog.START

    // Event
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, SessionLog = 7;

    // SessionLog
    private const int Status = 1;

    // Summary, Summary.Value
    private const int Value = 1;
    private const int Tag = 1, SimpleValue = 2, Image = 4, Histogram = 5, Tensor = 8, Metadata = 9;

    // Summary.Image
    private const int Height = 1, Width = 2, ColourSpace = 3, Encoded = 4;

    // HistogramProto
    private const int Min = 1, Max = 2, Number = 3, Sum = 4, SumSquares = 5, BucketLimit = 6, Bucket = 7;

    // SummaryMetadata, SummaryMetadata.PluginData
    private const int PluginData = 1, PluginName = 1;

    // TensorProto, TensorShapeProto, TensorShapeProto.Dim
    private const int Type = 1, TensorShape = 2, StringValue = 8, Dim = 2, DimSize = 1;

    public static ReadOnlySpan<byte> Encode(TensorBoardEvent e)
    {
        ProtoWriter message = new ProtoWriter().Double(WallTime, e.WallTime).Integer(Step, e.Step);
        if (e.FileVersion is not null) message.Text(FileVersion, e.FileVersion);
        if (e.Restart) message.Message(SessionLog, new ProtoWriter().Integer(Status, SessionStart));
        if (e.Values.Count > 0)
        {
            var summary = new ProtoWriter();
            foreach (TensorBoardValue value in e.Values) summary.Message(Value, Encode(value));
            message.Message(Summary, summary);
        }
        return message.Written;
    }

    public static TensorBoardEvent Decode(ReadOnlySpan<byte> bytes, string? name)
    {
        double time = 0;
        long step = 0;
        string? version = null;
        bool restart = false;
        var values = new List<TensorBoardValue>();
        for (var message = new ProtoReader(bytes, name); message.Next();)
        {
            switch (message.Field)
            {
                case WallTime: time = message.Double; break;
                case Step: step = message.Integer; break;
                case FileVersion: version = message.Text; break;
                case SessionLog:
                    for (ProtoReader log = message.Message; log.Next();) restart |= log.Field == Status && log.Integer == SessionStart;
                    break;
                case Summary:
                    for (ProtoReader summary = message.Message; summary.Next();)
                    {
                        if (summary.Field == Value) values.Add(DecodeValue(summary.Message));
                    }
                    break;
            }
        }
        return new(time, step, version, restart, values);
    }

    private static ProtoWriter Encode(TensorBoardValue value)
    {
        ProtoWriter message = new ProtoWriter().Text(Tag, value.Tag);
        if (value.Scalar is { } scalar) message.Float(SimpleValue, scalar);
        if (value.Image is { } image)
        {
            message.Message(Image, new ProtoWriter().Integer(Height, image.Height).Integer(Width, image.Width)
                .Integer(ColourSpace, image.Channels).Bytes(Encoded, image.Png));
        }
        if (value.Histogram is { } histogram)
        {
            message.Message(Histogram, new ProtoWriter().Double(Min, histogram.Min).Double(Max, histogram.Max)
                .Double(Number, histogram.Count).Double(Sum, histogram.Sum).Double(SumSquares, histogram.SumOfSquares)
                .Doubles(BucketLimit, [.. histogram.Limits]).Doubles(Bucket, [.. histogram.Counts]));
        }
        if (value.Text is { } text)
        {
            ProtoWriter shape = new ProtoWriter().Message(Dim, new ProtoWriter().Integer(DimSize, 1));
            message.Message(Tensor, new ProtoWriter().Integer(Type, StringType).Message(TensorShape, shape).Text(StringValue, text));
            message.Message(Metadata, new ProtoWriter().Message(PluginData, new ProtoWriter().Text(PluginName, TextPlugin)));
        }
        return message;
    }

    private static TensorBoardValue DecodeValue(ProtoReader message)
    {
        var value = new TensorBoardValue("");
        while (message.Next())
        {
            value = message.Field switch
            {
                Tag => value with { Tag = message.Text },
                SimpleValue => value with { Scalar = message.Float },
                Image => value with { Image = DecodeImage(message.Message) },
                Histogram => value with { Histogram = DecodeHistogram(message.Message) },
                Tensor => value with { Text = DecodeText(message.Message) },
                _ => value,
            };
        }
        return value;
    }

    private static TensorBoardImage DecodeImage(ProtoReader message)
    {
        var image = new TensorBoardImage(0, 0, 0, []);
        while (message.Next())
        {
            image = message.Field switch
            {
                Height => image with { Height = (int)message.Integer },
                Width => image with { Width = (int)message.Integer },
                ColourSpace => image with { Channels = (int)message.Integer },
                Encoded => image with { Png = message.Bytes.ToArray() },
                _ => image,
            };
        }
        return image;
    }

    private static TensorBoardHistogram DecodeHistogram(ProtoReader message)
    {
        var histogram = new TensorBoardHistogram(0, 0, 0, 0, 0, [], []);
        while (message.Next())
        {
            histogram = message.Field switch
            {
                Min => histogram with { Min = message.Double },
                Max => histogram with { Max = message.Double },
                Number => histogram with { Count = message.Double },
                Sum => histogram with { Sum = message.Double },
                SumSquares => histogram with { SumOfSquares = message.Double },
                BucketLimit => histogram with { Limits = [.. histogram.Limits, .. message.Doubles] },
                Bucket => histogram with { Counts = [.. histogram.Counts, .. message.Doubles] },
                _ => histogram,
            };
        }
        return histogram;
    }

    private static string? DecodeText(ProtoReader message)
    {
        string? text = null;
        while (message.Next())
        {
            if (message.Field == StringValue) text ??= message.Text;
        }
        return text;
    }
}
