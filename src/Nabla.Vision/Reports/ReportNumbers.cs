using System.Globalization;

namespace Nabla.Vision.Reports;

/// <summary>How figures are written, the same in every culture.</summary>
internal static class ReportNumbers
{
    private const string NoBreakSpace = "\u00A0";

    /// <summary>0.9134 as 91.3 %; a dash for NaN.</summary>
    public static string Percent(double share, int digits = 1) =>
        double.IsFinite(share) ? (100 * share).ToString("F" + digits, CultureInfo.InvariantCulture) + NoBreakSpace + "%" : "–";

    /// <summary>1234567 as 1,234,567.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Four significant digits; a dash for NaN and infinities.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) return "–";
        double size = Math.Abs(value);
        if (size >= 1000 && size < 1e9) return value.ToString("#,0.##", CultureInfo.InvariantCulture);
        bool plain = size == 0 || (size >= 1e-4 && size < 1000);
        return value.ToString(plain ? "G4" : "0.###e0", CultureInfo.InvariantCulture);
    }

    /// <summary>A value of a chart.</summary>
    public static string Value(double value, ReportUnit unit) => unit == ReportUnit.Percent ? Percent(value, 2) : Number(value);
}
