using Nabla.Notes.Content;

namespace Nabla.Notes.Site;

/// <summary>What the site itself says, in one language.</summary>
internal sealed record Words
{
    public static Words English { get; } = new();

    public static Words Chinese { get; } = new()
    {
        SiteName = "Nabla 笔记",
        Tagline = "一个用 C# 写成的深度学习库，用短小、可运行的笔记解释自己。",
        Latest = "最新更新",
        Notes = "笔记",
        Topics = "主题",
        Archive = "归档",
        Playground = "实验场",
        Search = "搜索",
        SearchHint = "搜索笔记与接口",
        Category = "分类",
        Categories = "分类",
        Tags = "标签",
        Pinned = "置顶",
        Updated = "更新于",
        Contents = "目录",
        Newer = "后一篇",
        Older = "前一篇",
        Related = "相关笔记",
        Mentions = "文中的接口",
        Table = "表格",
        Output = "输出",
        Runs = "可运行",
        RunsAsTest = "这段程序在每次构建时作为测试编译并运行",
        Measured = "实测。",
        Permalink = "本节链接",
        Copy = "复制",
        Copied = "已复制",
        Theme = "切换深浅色",
        Skip = "跳到正文",
        OtherLanguage = "English",
        Page = "第 {0} 页，共 {1} 页",
        PagesLabel = "分页",
        NewerPage = "较新",
        OlderPage = "较旧",
        Count = "{0} 篇",
        Feed = "订阅",
        Benchmarks = "实测数据",
        Language = Languages.Chinese,
    };

    public string Language { get; private init; } = Languages.English;

    public string SiteName { get; private init; } = "Nabla notebook";

    public string Tagline { get; private init; } = "Deep learning for .NET, explained by short notes whose every program runs.";

    public string Latest { get; private init; } = "Latest updates";

    public string Notes { get; private init; } = "Notes";

    public string Topics { get; private init; } = "Topics";

    public string Archive { get; private init; } = "Archive";

    public string Playground { get; private init; } = "Playground";

    public string Search { get; private init; } = "Search";

    public string SearchHint { get; private init; } = "Search notes and the API";

    public string Category { get; private init; } = "Category";

    public string Categories { get; private init; } = "Categories";

    public string Tags { get; private init; } = "Tags";

    public string Pinned { get; private init; } = "Pinned";

    public string Updated { get; private init; } = "updated";

    public string Contents { get; private init; } = "On this page";

    public string Newer { get; private init; } = "Newer";

    public string Older { get; private init; } = "Older";

    public string Related { get; private init; } = "Related notes";

    public string Mentions { get; private init; } = "In the API";

    public string Table { get; private init; } = "Table";

    public string Output { get; private init; } = "Output";

    public string Runs { get; private init; } = "runs";

    public string RunsAsTest { get; private init; } = "This program is compiled and run as a test with every build";

    public string Measured { get; private init; } = "Measured.";

    public string Permalink { get; private init; } = "Link to this section";

    public string Copy { get; private init; } = "Copy";

    public string Copied { get; private init; } = "Copied";

    public string Theme { get; private init; } = "Light or dark";

    public string Skip { get; private init; } = "Skip to the text";

    public string OtherLanguage { get; private init; } = "中文";

    public string Page { get; private init; } = "Page {0} of {1}";

    public string PagesLabel { get; private init; } = "Pages";

    public string NewerPage { get; private init; } = "Newer";

    public string OlderPage { get; private init; } = "Older";

    public string Count { get; private init; } = "{0} notes";

    public string Feed { get; private init; } = "Feed";

    public string Benchmarks { get; private init; } = "Measured figures";

    public static Words Of(string language) => language == Languages.Chinese ? Chinese : English;
}
