using Moodstream.Inference.Sentence;
using Moodstream.TestKit;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities.Sentences;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Tests.Modalities.Sentences;

[Trait("Category", "Network")]
public sealed class SentencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_run_takes_every_sentence_from_the_cache()
    {
        var first = await ComputeAsync(null, SentenceNetwork.Whole, "what a day", "rain again");
        var cached = Directory.GetFiles(_folder.Path, "*.features", SearchOption.AllDirectories);
        List<int> done = [];

        var second = await ComputeAsync(new DirectProgress<int>(done.Add), SentenceNetwork.Whole, "rain again");

        Assert.Equal(SentenceFeaturizer.FeatureCount, first["what a day"].Length);
        Assert.Equal(first["rain again"], second["rain again"]);
        Assert.Equal([1], done);
        Assert.Equal(cached, Directory.GetFiles(_folder.Path, "*.features", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_fewer_layers_say_is_kept_apart()
    {
        var whole = await ComputeAsync(null, SentenceNetwork.Whole, "what a day");

        var fewer = await ComputeAsync(null, new SentenceNetwork { Layers = 2 }, "what a day");

        Assert.NotEqual(whole["what a day"], fewer["what a day"]);
    }

    private async Task<IReadOnlyDictionary<string, float[]>> ComputeAsync(IProgress<int>? progress, SentenceNetwork network, params string[] texts)
    {
        await using SentenceExtractor extractor = new(network);
        return await CachedFeatures.ComputeAsync(extractor, _folder.Path, texts, progress, TestContext.Current.CancellationToken);
    }
}
