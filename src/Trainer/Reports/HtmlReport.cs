using System.Net;
using System.Text;

namespace Moodstream.Trainer;

/// <summary>A comparison as one page that needs nothing else: tables, drawings, and posts on which models disagree.</summary>
internal static class HtmlReport
{
    private const int MostDisagreements = 15;
    private const int MostColours = 32;

    private const string Style =
        """
        :root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6e9ef); --paper: light-dark(#ffffff, #14181f); --soft: light-dark(#5c6675, #9aa4b2); --line: light-dark(#d9dee6, #2c333e); }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 980px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .2rem; } p { margin: .2rem 0 .8rem; color: var(--soft); }
        pre { overflow-x: auto; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: 6px; font-size: 13px; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; } th { color: var(--soft); font-weight: 600; }
        th:first-child, td:first-child, td.words { text-align: left; } td.words { white-space: normal; min-width: 18rem; } td.right { font-weight: 600; }
        svg { width: 100%; max-width: 660px; height: auto; display: block; } svg text { font-size: 11px; fill: var(--ink); }
        .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 1.2rem; } .grid h3 { font-size: .95rem; margin: 0; }
        .axis { stroke: var(--soft); } .rule { stroke: var(--ink); stroke-width: 1.5; } .heat { fill: light-dark(#2f6fb3, #5aa0ea); stroke: var(--line); }
        """;

    // Okabe and Ito's palette, which colour-blind readers can tell apart.
    private static readonly string[] Colours = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#b8a800", "#7f7f7f"];

    /// <summary>Writes the page.</summary>
    public static string Write(Comparison comparison, string command)
    {
        StringBuilder page = new();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<title>Comparison of models</title>\n<style>\n").Append(Style).Append('\n').Append(ColourRules()).Append("</style>\n</head>\n<body>\n");
        page.Append("<h1>Comparison of models</h1>\n<pre>").Append(WebUtility.HtmlEncode(command)).Append("</pre>\n");
        Section(
            page,
            "Accuracy on test",
            "Share of test posts that get their label, by what the model sees. Lines: 95 % interval over seeds.",
            Charts.Bars(comparison).ToString());
        foreach (var table in ReportTables.All(comparison).Where(table => table.Rows.Count > 0))
        {
            Section(page, table.Title, table.Note, TableOf(table));
        }

        Section(
            page,
            "Confusion",
            "Posts by true and given label, best seed of each model.",
            Grid(comparison, model => Charts.Confusion(model, comparison.Labels)));
        Section(page, "Reliability", "Whether confidence means what it says: on the diagonal it does.", Grid(comparison, Charts.Reliability));
        Section(page, "Training", "Loss by epoch as a share of the first epoch's, best seed of each model.", Charts.Curves(comparison).ToString());
        if (comparison.Reference.Kind.Modalities.Length > 1)
        {
            var reference = comparison.Reference;
            SpaceMap map = SpaceMap.Of(reference.Report.Best.Model, comparison.Data.Test.Only(reference.Kind.Modalities));
            Section(
                page,
                $"The space of {reference.Kind.Name}",
                "Test posts in the two directions in which their vectors vary most.",
                Charts.Space(map, comparison.Labels).ToString());
        }

        var disagreements = comparison.Disagreements(MostDisagreements);
        if (disagreements.Count > 0)
        {
            Section(page, "Where models disagree", "Test posts, best seed of each model; right answers are bold.", TableOf(comparison, disagreements));
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Section(StringBuilder page, string title, string note, string content) => page
        .Append("<h2>").Append(WebUtility.HtmlEncode(title)).Append("</h2>\n<p>").Append(WebUtility.HtmlEncode(note)).Append("</p>\n")
        .Append(content).Append('\n');

    private static string Grid(Comparison comparison, Func<ComparedModel, Svg> draw)
    {
        var drawings = comparison.Models.Select(model => $"<div><h3>{WebUtility.HtmlEncode(model.Kind.Name)}</h3>{draw(model)}</div>");
        return $"<div class=\"grid\">{string.Concat(drawings)}</div>";
    }

    private static string TableOf(ReportTable table)
    {
        string header = string.Concat(table.Header.Select(cell => $"<th>{WebUtility.HtmlEncode(cell)}</th>"));
        var rows = table.Rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>"))}</tr>");
        return $"<div class=\"scroll\"><table><tr>{header}</tr>\n{string.Join('\n', rows)}</table></div>";
    }

    private static string TableOf(Comparison comparison, IReadOnlyList<Disagreement> disagreements)
    {
        string header = string.Concat(comparison.Models.Select(model => $"<th>{WebUtility.HtmlEncode(model.Kind.Name)}</th>"));
        var rows = disagreements.Select(each =>
        {
            string truth = comparison.Labels[each.Post.Label];
            string words = WebUtility.HtmlEncode(each.Post.Text ?? each.Post.Location);
            string answers = string.Concat(each.Answers.Select(answer =>
                $"<td{(answer == truth ? " class=\"right\"" : "")}>{WebUtility.HtmlEncode(answer ?? "–")}</td>"));
            return $"<tr><td class=\"words\">{words}</td><td>{WebUtility.HtmlEncode(truth)}</td>{answers}</tr>";
        });
        return $"<div class=\"scroll\"><table><tr><th>post</th><th>label</th>{header}</tr>\n{string.Join('\n', rows)}</table></div>";
    }

    private static string ColourRules() => string.Concat(Enumerable.Range(0, MostColours).Select(place =>
        $".s{place} {{ fill: {Colours[place % Colours.Length]}; }} .l{place} {{ stroke: {Colours[place % Colours.Length]}; stroke-width: 2; }}\n"));
}
