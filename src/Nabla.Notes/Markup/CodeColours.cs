using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Nabla.Notes.Site;

namespace Nabla.Notes.Markup;

/// <summary>Colours code when the site is built: pieces of it get a class of one letter.</summary>
/// <remarks><c>k</c> keyword, <c>s</c> string, <c>c</c> comment, <c>n</c> number, <c>t</c> type, <c>m</c> method.</remarks>
internal static partial class CodeColours
{
    private static readonly FrozenSet<string> Keywords = (
        "abstract and as async await base bool break byte case catch char checked class const continue decimal default delegate do double dynamic else enum event explicit extension extern " +
        "false finally fixed float for foreach get goto global if implicit in init int interface internal is let lock long nameof namespace new nint not null nuint object operator or " +
        "out override params partial private protected public readonly record ref required return sbyte scoped sealed select set short sizeof stackalloc static string struct switch this " +
        "throw true try typeof uint ulong unchecked unsafe ushort using value var virtual void volatile when where while with yield").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Code as HTML.</summary>
    /// <param name="code">The code.</param>
    /// <param name="language">The first word after the fence; unknown ones stay plain.</param>
    public static string Html(string code, string language) => language switch
    {
        "csharp" or "cs" or "c#" => CSharpHtml(code),
        "sh" or "bash" or "shell" => Html(code, ShellToken(), ShellClass),
        "json" => Html(code, JsonToken(), token => token.Groups["s"].Success ? 's' : token.Groups["n"].Success ? 'n' : 'k'),
        _ => HtmlText.Escape(code),
    };

    private static string CSharpHtml(string code) => Html(code, CSharpToken(), token =>
    {
        if (token.Groups["c"].Success) return 'c';
        if (token.Groups["s"].Success) return 's';
        if (token.Groups["n"].Success) return 'n';
        string word = token.Value;
        if (Keywords.Contains(word)) return 'k';
        int next = token.Index + token.Length;
        bool called = next < code.Length && code[next] == '(';
        bool member = token.Index > 0 && code[token.Index - 1] == '.';
        bool created = code.AsSpan(0, token.Index).TrimEnd().EndsWith("new");
        if (called && !created) return 'm';
        return char.IsUpper(word[0]) && !member ? 't' : '\0';
    });

    private static char ShellClass(Match token) => token.Groups["c"].Success ? 'c' : token.Groups["s"].Success ? 's' : token.Groups["o"].Success ? 'k' : '\0';

    private static string Html(string code, Regex tokens, Func<Match, char> classOf)
    {
        StringBuilder html = new(code.Length * 2);
        int at = 0;
        foreach (Match token in tokens.Matches(code))
        {
            char kind = classOf(token);
            if (kind == '\0') continue;
            html.Append(HtmlText.Escape(code[at..token.Index])).Append("<i class=").Append(kind).Append('>').Append(HtmlText.Escape(token.Value)).Append("</i>");
            at = token.Index + token.Length;
        }
        return html.Append(HtmlText.Escape(code[at..])).ToString();
    }

    // Raw strings before plain ones, verbatim before plain; an interpolated string is one piece.
    [GeneratedRegex("""
        (?<c>//[^\n]*|/\*.*?\*/|^[ \t]*\#\w[^\n]*)
        |(?<s>\$*"{3}.*?"{3}(?:u8)?|(?:\$@|@\$|@)"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"(?:u8)?|'(?:\\.|[^'\\\n])+')
        |(?<n>\b(?:0[xXbB][0-9a-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)[fFdDmMuUlL]*\b)
        |(?<w>@?[\p{L}_][\p{L}\p{N}_]*)
        """, RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex CSharpToken();

    [GeneratedRegex("""(?<c>(?<=^|\s)\#[^\n]*)|(?<s>"[^"\n]*"|'[^'\n]*')|(?<o>(?<=\s)--?[a-z][\w-]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex ShellToken();

    [GeneratedRegex("""(?<s>"(?:\\.|[^"\\])*")|(?<n>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<k>true|false|null)""", RegexOptions.ExplicitCapture)]
    private static partial Regex JsonToken();
}
