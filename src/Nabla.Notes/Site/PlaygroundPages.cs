using System.Text;

namespace Nabla.Notes.Site;

/// <summary>The pages of the playground; their questions are answered by the server, so they are part of a served site only.</summary>
internal static class PlaygroundPages
{
    private static readonly (string Name, string Title, string Description)[] All =
    [
        ("draw", "Draw a garment or a digit", "A trained network says what it sees, and shows its activation maps on the way."),
        ("activations", "Activation functions", "Function, derivative by autograd, and what becomes of normally distributed numbers."),
        ("windows", "Sliding-window maximum", "The deque of the real code, value by value."),
        ("heap", "Heaps", "Heapify, push and pop as a tree, comparison by comparison of the real code."),
        ("sort", "Sorting", "Insertion, merge, intro and heap sort, comparison by comparison of the real code."),
        ("knapsack", "0/1 knapsack", "The table fills row by row, and the chosen items are found on the way back."),
    ];

    public static void Write(BuiltSite site, PageShell shell)
    {
        StringBuilder list = new("<h1>Playground</h1>\n<p>Live pages on the library itself: what they show is computed by the code that the notes explain, while you watch.</p>\n");
        foreach ((string name, string title, string description) in All)
        {
            list.Append($"<article class=item><h2><a href=\"{name}.html\">{HtmlText.Escape(title)}</a></h2><p>{HtmlText.Escape(description)}</p></article>\n");
            Page page = new()
            {
                Path = $"playground/{name}.html",
                Title = title,
                Description = description,
                Scripts = ["assets/playground/common.js", $"assets/playground/{name}.js"],
            };
            string content = Encoding.UTF8.GetString(Assets.Bytes($"playground/{name}.html"));
            site.Add(page.Path, shell.Html(page, $"<p class=meta><a href=\"index.html\">Playground</a></p>\n<h1>{HtmlText.Escape(title)}</h1>\n<p class=summary>{HtmlText.Escape(description)}</p>\n{content}<p id=error role=alert hidden></p>"));
        }
        Page index = new() { Path = "playground/index.html", Title = "Playground", Description = "Live pages on the library itself." };
        site.Add(index.Path, shell.Html(index, list.ToString()));
    }
}
