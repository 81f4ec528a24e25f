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
        var first = await ComputeAsync(null, "what a day", "rain again");
        var cached = Directory.GetFiles(_folder.Path, "*.features", SearchOption.AllDirectories);
        List<int> done = [];

        var second = await ComputeAsync(new DirectProgress<int>(done.Add), "rain again");

        Assert.Equal(SentenceFeaturizer.FeatureCount, first["what a day"].Length);
        Assert.Equal(first["rain again"], second["rain again"]);
        Assert.Equal([1], done);
        Assert.Equal(cached, Directory.GetFiles(_folder.Path, "*.features", SearchOption.AllDirectories));
    }

    private async Task<IReadOnlyDictionary<string, float[]>> ComputeAsync(IProgress<int>? progress, params string[] texts)
    {
        await using SentenceExtractor extractor = new(update: null);
        return await CachedFeatures.ComputeAsync(extractor, _folder.Path, texts, progress, TestContext.Current.CancellationToken);
    }
}
