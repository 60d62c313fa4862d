using System.Globalization;
using System.Net;
using System.Text;

namespace Nabla.Vision.Reports;

/// <summary>Grows a page; what goes through <see cref="Text"/> is escaped, what goes through <see cref="Raw(string)"/> is markup.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup as it is.</summary>
    public HtmlText Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Adds markup with numbers in it, formatted the same in every culture.</summary>
    public HtmlText Raw(ref Markup markup)
    {
        _text.Append(markup.ToString());
        return this;
    }

    /// <summary>Adds text, escaped for elements and quoted attributes.</summary>
    public HtmlText Text(string? text)
    {
        _text.Append(Escape(text));
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Escaped text without the control characters that HTML forbids.</summary>
    public static string Escape(string? text) =>
        WebUtility.HtmlEncode(string.Concat((text ?? "").Where(c => !char.IsControl(c) || c is '\n' or '\t')));

    /// <summary>An interpolated string in which every text is escaped and every number invariant; the literal parts are markup.</summary>
    [System.Runtime.CompilerServices.InterpolatedStringHandler]
    internal ref struct Markup(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _markup = new(literalLength + 8 * formattedCount);

        public readonly void AppendLiteral(string markup) => _markup.Append(markup);

        public readonly void AppendFormatted(string? text) => _markup.Append(Escape(text));

        public readonly void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable =>
            _markup.Append(Escape(value.ToString(format, CultureInfo.InvariantCulture)));

        public override readonly string ToString() => _markup.ToString();
    }
}
