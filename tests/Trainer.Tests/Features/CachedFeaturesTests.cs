using System.Text;
using Moodstream.TestKit;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Tests.Features;

[Trait("Category", "Unit")]
public sealed class CachedFeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_the_cache_lacks_is_computed()
    {
        await using LengthExtractor first = new();
        await ComputeAsync(first, "a", "bb");
        await using LengthExtractor second = new();

        var features = await ComputeAsync(second, "a", "ccc", "bb", "dddd");

        Assert.Equal(["ccc", "dddd"], second.Computed);
        Assert.Equal((1f, 2f), (features["a"][0], features["bb"][0]));
        Assert.Equal((3f, 4f), (features["ccc"][0], features["dddd"][0]));
    }

    [Fact]
    public async Task A_content_that_cannot_be_decoded_has_no_features_and_is_tried_again()
    {
        await using LengthExtractor first = new();
        var features = await ComputeAsync(first, "a", "", "bb");
        await using LengthExtractor second = new();
        await ComputeAsync(second, "a", "", "bb");

        Assert.Equal(["a", "bb"], features.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([""], second.Computed);
    }

    [Fact]
    public async Task Progress_counts_every_content_whether_it_was_cached_or_cannot_be_decoded()
    {
        await using LengthExtractor extractor = new();
        List<int> done = [];

        await CachedFeatures.ComputeAsync(
            extractor, _folder.Path, ["a", "", "bb"], new DirectProgress<int>(done.Add), TestContext.Current.CancellationToken);

        Assert.Equal([2, 3], done);
    }

    private Task<IReadOnlyDictionary<string, float[]>> ComputeAsync(LengthExtractor extractor, params string[] contents) =>
        CachedFeatures.ComputeAsync(extractor, _folder.Path, contents, null, TestContext.Current.CancellationToken);

    /// <summary>The length of a text; an empty one cannot be decoded.</summary>
    private sealed class LengthExtractor : IFeatureExtractor
    {
        public List<string> Computed { get; } = [];

        public string CacheName => "length";

        public int Width => 1;

        public int AtOnce => 2;

        public ValueTask<byte[]> ReadAsync(string content, CancellationToken cancellationToken) => ValueTask.FromResult(Encoding.UTF8.GetBytes(content));

        public Task<IReadOnlyList<float[]?>> ExtractAsync(IReadOnlyList<(string Name, byte[] Bytes)> contents, CancellationToken cancellationToken)
        {
            Computed.AddRange(contents.Select(content => content.Name));
            return Task.FromResult<IReadOnlyList<float[]?>>([.. contents.Select(content => content.Name.Length == 0 ? null : new[] { (float)content.Name.Length })]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
