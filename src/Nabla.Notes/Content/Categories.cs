namespace Nabla.Notes.Content;

/// <summary>The categories of notes, in the order the site shows them.</summary>
internal static class Categories
{
    /// <summary>English name to Chinese name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new OrderedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["Engine"] = "引擎",
        ["Networks"] = "网络",
        ["Training"] = "训练",
        ["Vision"] = "视觉",
        ["Detection"] = "检测",
        ["Sequences"] = "序列",
        ["Text"] = "文本",
        ["Generation"] = "生成",
        ["Algorithms"] = "算法",
        ["Performance"] = "性能",
    };

    /// <summary>The name in a language.</summary>
    public static string Name(string category, string language) =>
        language == Languages.Chinese && All.TryGetValue(category, out string? name) ? name : category;
}
