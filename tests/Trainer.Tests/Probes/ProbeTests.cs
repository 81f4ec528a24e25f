using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.TestKit;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Probes;

namespace Moodstream.Trainer.Tests.Probes;

[Trait("Category", "Unit")]
public sealed class ProbeTests : IDisposable
{
    private static readonly ImmutableArray<string> Labels = ["anger", "disgust", "joy", "neutral"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("joy", true)]
    [InlineData("neutral|joy", true)]
    [InlineData("anger|neutral", false)]
    [InlineData("!anger|disgust", false)]
    [InlineData("!disgust", true)]
    [InlineData("?", false)]
    public void An_answer_is_right_where_it_is_accepted_or_gives_little_to_what_is_refused(string expectation, bool isRight) =>
        Assert.Equal(isRight, new Probe("kind", "text", expectation).IsRight(Answer(1, 0.25f, 0.2f, 0.45f, 0.1f)));

    [Fact]
    public void A_text_that_should_be_told_as_unread_is_where_the_model_knows_few_of_its_words() =>
        Assert.True(new Probe("kind", "text", "?").IsRight(Answer(0.3f, 0, 0, 0, 1)));

    [Fact]
    public void A_wrong_answer_to_a_refusal_is_told_by_the_label_that_got_too_much() =>
        Assert.Equal(("anger", 0.25f), (Judged().Emotion, Judged().Confidence));

    [Theory]
    [InlineData("kind\ttext\taccepted", "plain\thello\trage", "'rage' is none of the model's labels")]
    [InlineData("kind\ttext\taccepted", "plain\t\tjoy", "probes.tsv:2 has nothing in its column 'text'")]
    [InlineData("kind\ttext", "plain\thello", "has no column 'accepted'")]
    public void A_table_with_a_mistake_is_refused_by_its_line(string header, string line, string message)
    {
        var error = Assert.Throws<TrainerException>(() => ProbeFile.Read(_folder.Write("probes.tsv", header, line), Labels));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("--probes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_are_counted_in_their_order_and_then_all_together()
    {
        ProbeReport report = new([Said("b", 0.5f, true), Said("a", 0.9f, false), Said("b", 0.7f, true)]);

        Assert.Equal(
            [("b", 2, 2, 0.6), ("a", 1, 0, 0.9), ("all", 3, 2, 0.7)],
            report.Kinds().Select(kind => (kind.Kind, kind.Probes, kind.Right, Math.Round(kind.Confidence, 4))));
    }

    [Fact]
    public void The_shipped_probes_suit_the_shipped_models() =>
        Assert.True(ProbeFile.Read(Path.Combine(Repository.Root, "samples", "probes.tsv"), ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"]).Length > 100);

    private static ProbeAnswer Judged() => ProbeAnswer.Of(new Probe("kind", "text", "!anger|disgust"), Answer(1, 0.25f, 0.2f, 0.45f, 0.1f));

    private static ProbeAnswer Said(string kind, float confidence, bool isRight) => new(kind, "text", "joy", "joy", confidence, isRight);

    private static Verdict Answer(float coverage, params float[] probabilities) => new()
    {
        Fused = new EmotionDistribution(Labels, [.. probabilities]),
        Opinions = [],
        Model = new ModelReference("m", "v"),
        Coverage = coverage,
    };
}
