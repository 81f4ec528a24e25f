using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Routing;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests.Routing;

public sealed class PostEncoderTests : IAsyncDisposable
{
    private readonly FakeEmotionModel _model = new();
    private readonly ModelRoute _route;
    private readonly PostEncoder _encoder;

    public PostEncoderTests()
    {
        _route = new ModelRoute(_model);
        _encoder = new PostEncoder(_model, _route);
    }

    public ValueTask DisposeAsync() => _model.DisposeAsync();

    [Fact]
    public async Task Each_modality_is_sent_once_a_batch_with_the_posts_that_bring_it()
    {
        var encoded = await _encoder.EncodeAsync(
            [TestPosts.Words("a", "x"), TestPosts.Both("b", "y", "picture"), TestPosts.Picture("c", "picture"), TestPosts.Words("d", "z")]);

        Assert.Equal([Modality.Text, Modality.Image], _route.Calls.Select(call => call.Modality));
        Assert.Equal(["x", "y", "z"], _route.Calls.First().Contents.Select(content => content.Text));
        Assert.Equal(["y", null], _route.Calls.Last().Contents.Select(content => content.Text));
        Assert.Equal([1, 2, 1, 1], encoded.Select(post => post.Embeddings.Length));
        Assert.Equal([Modality.Text, Modality.Image], encoded[1].Embeddings.Select(embedding => embedding.Modality));
    }

    [Fact]
    public async Task A_modality_that_no_post_brings_is_not_sent()
    {
        await _encoder.EncodeAsync([TestPosts.Words("a", "x")]);

        Assert.Equal(Modality.Text, Assert.Single(_route.Calls).Modality);
    }

    [Fact]
    public async Task Modalities_that_the_model_lacks_are_not_sent()
    {
        _model.Info = _model.Info with { Modalities = [Modality.Text] };

        var encoded = await _encoder.EncodeAsync([TestPosts.Both("a", "x", "picture"), TestPosts.Picture("b", "picture")]);

        Assert.Equal(Modality.Text, Assert.Single(_route.Calls).Modality);
        Assert.Single(encoded[0].Embeddings);
        Assert.Equal("no-modality", encoded[1].Failure?.Type);
    }

    [Fact]
    public async Task Embeddings_of_another_model_than_the_one_whose_modalities_were_asked_for_are_refused()
    {
        var other = new FakeEmotionModel();
        other.Info = other.Info with { Version = "v2" };
        _route.Elsewhere[Modality.Text] = other;

        await Assert.ThrowsAsync<ModelVersionException>(() => _encoder.EncodeAsync([TestPosts.Words("a", "x")]));
    }

    [Fact]
    public async Task Contents_that_reach_a_model_which_does_not_read_them_are_a_passing_fault()
    {
        var wordsOnly = new FakeEmotionModel();
        wordsOnly.Info = wordsOnly.Info with { Modalities = [Modality.Text], Version = "v2" };
        _route.Elsewhere[Modality.Image] = wordsOnly;

        var error = await Assert.ThrowsAsync<ModelVersionException>(() => _encoder.EncodeAsync([TestPosts.Picture("a", "x")]));

        Assert.True(PassingFaultException.Includes(error));
    }
}
