using System.Numerics.Tensors;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;

namespace Moodstream.Inference.Tests.Sentence;

[Trait("Category", "Network")]
public sealed class SentenceFeaturizerTests(SentenceFeaturizerTests.Loaded loaded) : IClassFixture<SentenceFeaturizerTests.Loaded>
{
    private readonly SentenceFeaturizer _featurizer = loaded.Featurizer;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vectors_are_those_that_the_models_authors_publish()
    {
        var vectors = await _featurizer.FeaturizeAsync(["This is an example sentence", "Each sentence is converted"], Token);

        Assert.All([0.0677f, 0.0635f, 0.0487f], (expected, i) => Assert.Equal(expected, vectors[0][i], 1e-4f));
        Assert.All([0.0864f, 0.1025f, 0.0054f], (expected, i) => Assert.Equal(expected, vectors[1][i], 1e-3f));
    }

    [Fact]
    public async Task Vectors_do_not_depend_on_the_company_in_a_batch()
    {
        string[] texts = ["Fine.", "", string.Join(' ', Enumerable.Repeat("a long and winding road", 12)), "What a day!", "no", "😱 wait, what?!"];

        var together = await _featurizer.FeaturizeAsync(texts, Token);

        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(together[i], Assert.Single(await _featurizer.FeaturizeAsync([texts[i]], Token)));
        }
    }

    [Fact]
    public async Task Every_text_has_a_vector_of_length_1_and_letter_case_means_nothing()
    {
        var vectors = await _featurizer.FeaturizeAsync(["", " \n", "GOOD day", "good DAY", new string('x', 100_000)], Token);

        Assert.All(vectors, vector => Assert.Equal(1, TensorPrimitives.Norm(vector), 1e-5f));
        Assert.All(vectors, vector => Assert.Equal(SentenceFeaturizer.FeatureCount, vector.Length));
        Assert.Equal(vectors[0], vectors[1]);
        Assert.Equal(vectors[2], vectors[3]);
    }

    [Fact]
    public async Task A_long_text_is_the_mean_of_its_parts_to_its_end()
    {
        var rain = string.Join(' ', Enumerable.Repeat("rain", 64));
        var sunshine = string.Join(' ', Enumerable.Repeat("sunshine", 64));

        var vectors = await _featurizer.FeaturizeAsync([rain, sunshine, rain + " " + sunshine], Token);

        var sum = vectors[0].Zip(vectors[1], (a, b) => a + b).ToArray();
        Assert.All(sum.Zip(vectors[2]), pair => Assert.Equal(pair.First / TensorPrimitives.Norm(sum), pair.Second, 1e-4f));
    }

    [Fact]
    public async Task A_batch_of_many_callers_gives_each_its_own()
    {
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => $"number {i} of the queue{new string('!', i % 7)}")];

        var together = await Task.WhenAll(texts.Select(text => _featurizer.FeaturizeAsync([text], Token)));

        var expected = await _featurizer.FeaturizeAsync(texts, Token);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.True(TensorPrimitives.Distance(expected[i], together[i][0]) < 1e-4);
        }
    }

    [Fact]
    public void The_device_tells_the_provider_that_its_session_got() =>
        Assert.Equal(new InferenceDevice("cpu:2", "CPUExecutionProvider"), _featurizer.Device);

    public sealed class Loaded : IAsyncLifetime
    {
        public SentenceFeaturizer Featurizer { get; } = SentenceFeaturizer.Load(new InferenceOptions { Devices = "cpu:2" });

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => Featurizer.DisposeAsync();
    }
}
