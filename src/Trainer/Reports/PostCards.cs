using System.Net;
using Moodstream.Trainer.Comparing;

namespace Moodstream.Trainer.Reports;

/// <summary>Posts on which models disagree, a card for each: its picture and words, its label, and what each model says.</summary>
/// <param name="comparison">The comparison.</param>
/// <param name="thumbnails">Small pictures as data URIs, by the path of the picture.</param>
internal sealed class PostCards(Comparison comparison, IReadOnlyDictionary<string, string> thumbnails)
{
    private const int MostLetters = 400;

    /// <summary>Writes the cards.</summary>
    public string Of(IEnumerable<Disagreement> disagreements) =>
        $"<div class=\"grid\">{string.Join('\n', disagreements.Select(Card))}</div>";

    private static string Cut(string text) => text.Length <= MostLetters
        ? text
        : $"{text[..(char.IsHighSurrogate(text[MostLetters - 1]) ? MostLetters - 1 : MostLetters)]}…";

    private string Card(Disagreement disagreement)
    {
        var post = disagreement.Post;
        string truth = comparison.Labels[post.Label];
        string picture = post.Picture is not null && thumbnails.TryGetValue(post.Picture, out string? uri) ? $"<img src=\"{uri}\" alt=\"\">" : "";
        string words = WebUtility.HtmlEncode(Cut(post.Text ?? post.Location));
        var answers = comparison.Models.Zip(disagreement.Answers, (model, answer) =>
            $"<dt>{WebUtility.HtmlEncode(model.Kind.Name)}</dt><dd{(answer == truth ? " class=\"right\"" : "")}>{WebUtility.HtmlEncode(answer ?? "–")}</dd>");
        return $"<div class=\"post\">{picture}<p>{words}</p><dl><dt class=\"truth\">label</dt><dd class=\"truth\">{WebUtility.HtmlEncode(truth)}</dd>"
            + $"{string.Concat(answers)}</dl></div>";
    }
}
