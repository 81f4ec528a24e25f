using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Tags;

[Trait("Category", "Unit")]
public sealed class TagsEncoderTests(TagsEncoderTests.LoadedModel loaded) : IClassFixture<TagsEncoderTests.LoadedModel>
{
    private readonly IModalityEncoder _tags = loaded.Model.Encoder(new Modality("tags"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_post_has_the_modality_only_where_the_model_knows_one_of_its_tags()
    {
        Assert.True(_tags.Applies(new() { Text = "what a day #Joy" }));
        Assert.True(_tags.Applies(new() { Image = new byte[1], Source = "Reddit" }));
        Assert.True(_tags.Applies(new() { Text = "#unheard", Source = "reddit" }));
        Assert.False(_tags.Applies(new() { Text = "#unheard joy 🙂", Source = "elsewhere" }));
        Assert.False(_tags.Applies(new()));
    }

    [Fact]
    public async Task The_vector_is_that_of_the_mean_of_the_known_tags()
    {
        var encoded = await _tags.EncodeAsync(
            [
                new() { Source = "reddit" },
                new() { Text = "#joy" },
                new() { Text = "#joy #unheard", Source = "reddit" },
                new() { Text = "#JOY #joy", Source = "REDDIT" },
            ],
            Token);

        var (source, joy, both) = (encoded[0].Vector.ToArray(), encoded[1].Vector.ToArray(), encoded[2].Vector.ToArray());
        Assert.All(source.Zip(joy, both), each => Assert.Equal((each.First + each.Second) / 2, each.Third, 1e-6f));
        Assert.Equal(both, encoded[3].Vector.ToArray());
        Assert.NotEqual(source, joy);
    }

    [Fact]
    public async Task Unknown_tags_change_no_answer()
    {
        var predictions = await loaded.Model.PredictAsync(
            [new() { Text = "good" }, new() { Text = "good good #unheard 🙂", Source = "elsewhere" }, new() { Text = "good #joy" }], cancellationToken: Token);

        var verdicts = predictions.Select(prediction => prediction.Verdict!).ToArray();
        Assert.Equal([1, 1, 2], verdicts.Select(verdict => verdict.Opinions.Length));
        Assert.Equal(verdicts[0].Fused, verdicts[1].Fused);
        Assert.NotEqual(verdicts[0].Fused, verdicts[2].Fused);
    }

    public sealed class LoadedModel : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public IEmotionModel Model { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Model = await TagsModel.WriteAsync(_folder.Path, picture: null, default);

        public async ValueTask DisposeAsync()
        {
            await Model.DisposeAsync();
            _folder.Dispose();
        }
    }
}
