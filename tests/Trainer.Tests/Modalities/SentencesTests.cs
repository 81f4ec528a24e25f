using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Commands;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities.Sentences;

namespace Moodstream.Trainer.Tests.Modalities;

public sealed class SentencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_run_takes_every_sentence_from_the_cache()
    {
        var first = await new CachedSentenceVectors(_folder.Path).ComputeAsync(["what a day", "rain again"], null, Token);
        var cached = Directory.GetFiles(_folder.Path, "*.features", SearchOption.AllDirectories);
        List<int> done = [];

        var second = await new CachedSentenceVectors(_folder.Path).ComputeAsync(["rain again"], new DirectProgress<int>(done.Add), Token);

        Assert.Equal(SentenceFeaturizer.FeatureCount, first["what a day"].Length);
        Assert.Equal(first["rain again"], second["rain again"]);
        Assert.Equal([1], done);
        Assert.Equal(cached, Directory.GetFiles(_folder.Path, "*.features", SearchOption.AllDirectories));
    }

    [Fact]
    public void Numbers_that_never_vary_are_scaled_to_nothing_rather_than_divided_by_nothing()
    {
        var scale = FeatureScale.Measure([[0.25f, -1], [0.25f, 3]]);

        Assert.Equal([0.25f, 1], scale.Mean);
        Assert.InRange(scale.Deviation[0], 1e-4f, 1e-2f);
        Assert.Equal(2, scale.Deviation[1], 0.01f);
    }
}
