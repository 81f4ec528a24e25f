using Moodstream.Trainer.Joining;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Tests.Joining;

[Trait("Category", "Unit")]
public sealed class WayChoiceTests
{
    // Ten posts of label 0. Words are right where they are confident, and wrong on three of the four that they are unsure of.
    private static readonly Predictions Words = Of(Sure, Sure, Sure, Sure, Sure, Sure, [0.2f, 0], [0, 0.1f], [0, 0.1f], [0, 0.1f]);

    private static readonly Predictions Sentences = Of(Sure, Sure, Sure, Sure, Sure, [0, 1], Sure, Sure, Sure, Sure);

    private static float[] Sure => [4, 0];

    [Fact]
    public void A_curve_goes_from_words_alone_to_sentences_alone()
    {
        var curve = Choice(Words).Curve();

        Assert.Equal(0, curve[0].Sentences);
        Assert.Equal(0.7, curve[0].Accuracy, 1e-9);
        Assert.Equal(1, curve[^1].Sentences);
        Assert.Equal(0.9, curve[^1].Accuracy, 1e-9);
        Assert.Contains(curve, point => Math.Abs(point.Sentences - 0.4) < 1e-9 && point.Accuracy > 0.999);
    }

    [Fact]
    public void The_least_threshold_is_chosen_that_keeps_the_share_of_accuracy()
    {
        var choice = Choice(Words);
        choice.ChooseBy(1);
        Assert.Equal(0.3, choice.Curve().Single(point => point.Threshold == choice.Threshold).Sentences);

        choice.ChooseBy(0.5);
        Assert.Equal(0, choice.Threshold);
    }

    [Fact]
    public void Posts_without_words_are_never_answered_by_words()
    {
        var choice = Choice(Words.Where(post => post > 0));

        Assert.Equal(0.1, choice.Curve()[0].Sentences);
    }

    [Fact]
    public void A_post_counts_as_much_as_its_weight_says()
    {
        // The one post on which only words are right outweighs all others.
        var curve = new WayChoice(Words, Words, Sentences, [.. Enumerable.Range(0, 10).Select(post => post == 5 ? 81.0 : 1)]).Curve();

        Assert.Equal(0.1, curve[^1].Accuracy, 1e-9);
    }

    private static WayChoice Choice(Predictions wordsAlone) => new(Words, wordsAlone, Sentences, [.. Enumerable.Repeat(1.0, 10)]);

    private static Predictions Of(params float[][] logits) =>
        new([.. Enumerable.Range(0, logits.Length)], [.. logits.Select(_ => 0)], [.. logits]);
}
