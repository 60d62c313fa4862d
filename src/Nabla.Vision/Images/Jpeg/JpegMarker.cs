namespace Nabla.Vision.Images.Jpeg;

/// <summary>The second byte of the markers of ITU-T T.81 that the codec needs by name.</summary>
internal static class JpegMarker
{
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte BaselineFrame = 0xC0;
    public const byte ExtendedFrame = 0xC1;
    public const byte ProgressiveFrame = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte StartOfScan = 0xDA;
    public const byte QuantizationTables = 0xDB;
    public const byte RestartInterval = 0xDD;
    public const byte FirstRestart = 0xD0;
    public const byte LastRestart = 0xD7;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;

    /// <summary>Markers that stand alone, without a length.</summary>
    public static bool IsBare(byte marker) => marker is >= FirstRestart and <= EndOfImage or 0x01;

    /// <summary>A frame of any process, supported or not.</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not HuffmanTables and not 0xC8 and not 0xCC;

    /// <summary>Why a frame of this process is refused; null for those that are read.</summary>
    public static string? Unsupported(byte marker) => marker switch
    {
        BaselineFrame or ExtendedFrame or ProgressiveFrame => null,
        0xC3 or 0xC7 or 0xCB or 0xCF => "the image is stored without loss",
        0xC5 or 0xC6 => "the image is hierarchical",
        _ => "the image is coded arithmetically",
    };
}
