using System.Text.Json.Serialization;

namespace Nabla.Notes.Playground;

/// <summary>A drawing: [height * width] values 0..255, row by row.</summary>
internal sealed record DrawRequest(string? Model, int[]? Pixels);

/// <summary>What the classifier says, and what it saw on the way.</summary>
internal sealed record DrawReply(string[] Classes, float[] Probabilities, int Size, int[] Input, MapReply[] Layers, MapReply Attention, double Milliseconds);

/// <summary>Maps of a layer: for each channel [height * width] values 0..255.</summary>
internal sealed record MapReply(string Name, int Height, int Width, int[][] Channels);

internal sealed record SampleReply(string Label, int[] Pixels);

internal sealed record ModelReply(string Name, string Title, int Size, string[] Classes, SampleReply[] Samples);

internal sealed record ActivationRequest(string? Name, double Parameter, double Mean, double Deviation);

internal sealed record ActivationReply(
    string Name, double[] X, double?[] Y, double?[] Slope, double[] InputHistogram, double[] OutputHistogram, double OutputLow, double OutputHigh, double Mean, double Deviation, double Dead);

internal sealed record ActivationChoice(string Name, string? Parameter, double Low, double High, double Value, string Formula);

internal sealed record WindowRequest(int[]? Values, int Size);

/// <summary>One push: what was added, which positions are still candidates, and the maximum so far.</summary>
internal sealed record WindowStep(int Pushed, int[] Candidates, int Position, int Maximum, bool IsFull);

internal sealed record WindowReply(WindowStep[] Steps, int[] Maxima);

internal sealed record SortRequest(int[]? Values, string? Algorithm);

/// <summary>One comparison: the identities compared, whether the first is smaller, and the identities in the array at that moment.</summary>
internal sealed record TraceStep(int A, int B, bool Less, int[] Order);

internal sealed record TraceReply(int[] Values, TraceStep[] Steps, int[] Final, string Source);

internal sealed record KnapsackRequest(int[]? Weights, int[]? Values, int Capacity);

internal sealed record KnapsackReply(int[][] Table, int Value, int[] Items, int[][] Path);

internal sealed record ErrorReply(string Error);

/// <summary>How messages become JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DrawRequest))]
[JsonSerializable(typeof(DrawReply))]
[JsonSerializable(typeof(ModelReply[]))]
[JsonSerializable(typeof(ActivationRequest))]
[JsonSerializable(typeof(ActivationReply))]
[JsonSerializable(typeof(ActivationChoice[]))]
[JsonSerializable(typeof(WindowRequest))]
[JsonSerializable(typeof(WindowReply))]
[JsonSerializable(typeof(SortRequest))]
[JsonSerializable(typeof(TraceReply))]
[JsonSerializable(typeof(KnapsackRequest))]
[JsonSerializable(typeof(KnapsackReply))]
[JsonSerializable(typeof(ErrorReply))]
internal sealed partial class PlaygroundJson : JsonSerializerContext;
