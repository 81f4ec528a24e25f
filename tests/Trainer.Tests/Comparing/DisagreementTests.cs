using System.Collections.Immutable;
using Moodstream.TestKit;
using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Reports;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Tests.Comparing;

[Trait("Category", "Unit")]
public sealed class DisagreementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_the_reference_is_right_the_posts_that_fewest_others_get_right_come_first_and_labels_take_turns()
    {
        var comparison = Compare(
            "joy joy joy joy fear",
            ("common-space", "joy joy joy joy fear"),
            ("text", "joy joy fear fear joy"),
            ("image", "joy fear fear joy joy"));

        Assert.Equal(["2", "4", "1"], comparison.Disagreements(referenceIsRight: true, 3).Select(each => each.Post.Text));
    }

    [Fact]
    public void Where_the_reference_is_wrong_another_is_right_and_posts_that_nobody_gets_right_are_not_shown()
    {
        var comparison = Compare(
            "joy joy joy",
            ("common-space", "fear fear fear"),
            ("text", "joy fear joy"),
            ("image", "fear awe joy"));

        var posts = comparison.Disagreements(referenceIsRight: false, 9);

        Assert.Equal(["2", "0"], posts.Select(each => each.Post.Text));
        Assert.Equal(["fear", "joy", "joy"], posts[0].Answers);
    }

    [Fact]
    public void A_card_quotes_the_beginning_of_a_long_post_and_nothing_of_it_is_markup()
    {
        var comparison = Compare("joy", ("common-space", "joy"), ("text", "fear"));
        LabelledPost post = new("toy", "toy:1", $"<b>{new string('x', 396)}😀 the end", "1.jpg", 2);

        var card = new PostCards(comparison, new Dictionary<string, string> { ["1.jpg"] = "data:image/jpeg;base64,AA==" }).Of([new Disagreement(post, ["joy", null])]);

        Assert.Contains("&lt;b&gt;x", card, StringComparison.Ordinal);
        Assert.Contains("x…</p>", card, StringComparison.Ordinal);
        Assert.Contains("<img src=\"data:image/jpeg;base64,AA==\" alt=\"\">", card, StringComparison.Ordinal);
        Assert.Contains("<dt>common-space</dt><dd class=\"right\">joy</dd><dt>text</dt><dd>–</dd>", card, StringComparison.Ordinal);
    }

    private Comparison Compare(string truth, params (string Model, string Answers)[] answers)
    {
        ImmutableArray<string> labels = ["awe", "fear", "joy"];
        ImmutableArray<LabelledPost> posts =
            [.. truth.Split(' ').Select((label, post) => new LabelledPost("toy", $"toy:{post}", $"{post}", null, labels.IndexOf(label)))];
        ExampleSet examples = new(posts, []);
        PreparedData data = new(new Corpus(labels, posts, posts, posts, []), [], examples, examples, examples);
        return new Comparison(ToyPosts.Plan(_folder, "toy.csv", withPictures: false, 1), data, [.. answers.Select(each => ModelThatSays(each.Model, each.Answers))]);

        ComparedModel ModelThatSays(string model, string given)
        {
            Predictions says = new(
                [.. Enumerable.Range(0, posts.Length)],
                [.. posts.Select(post => post.Label)],
                [.. given.Split(' ').Select(answer => labels.Select(label => label == answer ? 1f : 0f).ToArray())]);
            SeedRun run = new(1, null!, 1, 0, [1], says, says, new Dictionary<string, Predictions>());
            return new ComparedModel(ModelKind.Of(model), [run], TrainingReport.Of([run], data));
        }
    }
}
