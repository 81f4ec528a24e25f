using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Modalities.Tags;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Tests.Modalities.Tags;

[Trait("Category", "Training")]
public sealed class TagsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frequent_tags_become_the_vocabulary()
    {
        LabelledPost[] posts =
        [
            .. Enumerable.Range(0, 3).Select(i => Post($"#Common {i}", "Reddit")),
            .. Enumerable.Range(0, 2).Select(i => Post($"#rare {i}", "elsewhere")),
            Post("#common #common", null),
            Post("no tag", null),
        ];

        Assert.Equal(["#common", "source:reddit"], TagVocabulary.Choose(posts).Tags);
    }

    [Fact]
    public async Task A_post_without_a_known_tag_lacks_the_modality_and_the_others_learn_from_it()
    {
        var plan = ToyPosts.Tagged(_folder, ToyPosts.WriteTable(_folder, 64, withPictures: false), "text", "tags");
        var session = new TrainingSession(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);

        var run = session.Train(data, _ => null, TestContext.Current.CancellationToken).Single();

        Assert.Equal(["#bright", "#night", "source:beach", "source:cellar"], data.Modalities[1].Vocabulary.Order(StringComparer.Ordinal));
        Assert.Equal(12, run.TestByModality["tags"].Posts.Length);
        Assert.Equal(1, ViewScores.Score(run.TestByModality["tags"], data.Corpus.Labels).Accuracy);
        Assert.Equal(16, run.Test.Posts.Length);
    }

    [Fact]
    public async Task Data_without_the_tags_that_were_asked_for_are_refused()
    {
        var table = _folder.Write("bare.csv", ["text,community,mood,split", .. Enumerable.Range(0, 12).Select(i =>
            $"words {i},,{(i % 2 == 0 ? "joy" : "fear")},{(i < 6 ? "train" : i < 9 ? "dev" : "test")}")]);
        var plan = ToyPosts.Tagged(_folder, table, "text", "tags");
        var session = new TrainingSession(plan);

        var error = await Assert.ThrowsAsync<TrainerException>(
            () => session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken));

        Assert.Contains("'tags'", error.Message, StringComparison.Ordinal);
    }

    private static LabelledPost Post(string text, string? source) => new("toy", "toy:1", text, null, 0) { PostSource = source };
}
