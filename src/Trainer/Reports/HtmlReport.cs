using System.Net;
using System.Text;
using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Reports.Charts;

namespace Moodstream.Trainer.Reports;

/// <summary>A comparison as one page that needs nothing else: tables, drawings, and posts on which models disagree.</summary>
internal static class HtmlReport
{
    private const int MostDisagreements = 12;

    /// <summary>Writes the page.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="command">The command line.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string> WriteAsync(Comparison comparison, string command, CancellationToken cancellationToken)
    {
        string name = comparison.Reference.Kind.Name;
        (string Title, string Note, IReadOnlyList<Disagreement> Posts)[] lists =
        [
            (
                $"Where {name} is right and others are wrong",
                "Test posts, best seed of each model; of each label those that fewest models get right.",
                comparison.Disagreements(referenceIsRight: true, MostDisagreements)),
            (
                $"Where {name} is wrong and others are right",
                "Test posts, best seed of each model; of each label those that most models get right.",
                comparison.Disagreements(referenceIsRight: false, MostDisagreements)),
        ];
        var pictures = lists.SelectMany(list => list.Posts).Select(each => each.Post.Picture).OfType<string>();
        PostCards cards = new(comparison, await Thumbnails.MakeAsync(pictures, cancellationToken));
        StringBuilder page = new();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<title>Comparison of models</title>\n<style>\n").Append(ReportStyle.Sheet).Append("</style>\n</head>\n<body>\n");
        page.Append("<h1>Comparison of models</h1>\n<pre>").Append(WebUtility.HtmlEncode(command)).Append("</pre>\n");
        AppendFigures(page, comparison);
        foreach (var (title, note, posts) in lists.Where(list => list.Posts.Count > 0))
        {
            Section(page, title, note, cards.Of(posts));
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendFigures(StringBuilder page, Comparison comparison)
    {
        Section(
            page,
            "Accuracy on test",
            "Percent of test posts that get their label, by what the model sees. Lines: 95 % interval over seeds.",
            Wide(AccuracyChart.Draw(comparison)));
        foreach (var table in ReportTables.All(comparison))
        {
            Section(page, table.Title, table.Note, TableOf(table));
        }

        Section(
            page,
            "Confusion",
            "Posts by true label (row) and given label (column), best seed of each model.",
            Grid(comparison, model => ConfusionChart.Draw(model, comparison.Labels)));
        Section(
            page,
            "Reliability",
            $"Whether confidence means what it says: on the diagonal it does. The larger a dot, the more posts; under {ReliabilityChart.LeastPosts} there is none.",
            Grid(comparison, ReliabilityChart.Draw));
        Section(page, "Training", "Loss by epoch as a share of the first epoch's, best seed of each model.", Wide(LossChart.Draw(comparison)));
        if (comparison.Reference.Kind.Modalities.Length > 1)
        {
            var reference = comparison.Reference;
            SpaceMap map = SpaceMap.Of(reference.Report.Best.Model, comparison.Data.Test.Only(reference.Kind.Modalities));
            Section(
                page,
                $"The space of {reference.Kind.Name}",
                "Vectors of some hundred test posts, a mark for each modality of each, in the two directions in which they vary most.",
                Wide(SpaceChart.Draw(map, comparison.Labels)));
        }
    }

    private static void Section(StringBuilder page, string title, string note, string content) => page
        .Append("<h2>").Append(WebUtility.HtmlEncode(title)).Append("</h2>\n<p>").Append(WebUtility.HtmlEncode(note)).Append("</p>\n")
        .Append(content).Append('\n');

    private static string Wide(Svg drawing) => $"<div class=\"wide\">{drawing}</div>";

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
}
