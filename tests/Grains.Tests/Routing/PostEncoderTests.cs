using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
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
        var encoded = await EncodeAsync(
            [TestPosts.Words("a", "x"), TestPosts.Both("b", "y", "picture"), TestPosts.Picture("c", "picture"), TestPosts.Words("d", "z")]);

        Assert.Equal([Modality.Image, Modality.Text], _route.Calls.Select(call => call.Modality));
        Assert.Equal(["y", null], _route.Calls.First().Contents.Select(content => content.Text));
        Assert.Equal(["x", "y", "z"], _route.Calls.Last().Contents.Select(content => content.Text));
        Assert.Equal([1, 2, 1, 1], encoded.Select(post => post.Embeddings.Length));
        Assert.Equal([Modality.Text, Modality.Image], encoded[1].Embeddings.Select(embedding => embedding.Modality));
    }

    [Fact]
    public async Task Only_what_a_first_look_leaves_goes_to_a_device()
    {
        _model.OnDevice.Add(Modality.Text);
        _model.IsClear = text => text.StartsWith("clear", StringComparison.Ordinal);

        var encoded = await EncodeAsync([TestPosts.Words("a", "clear"), TestPosts.Words("b", "unclear"), TestPosts.Words("c", "clear, too")]);

        Assert.Equal(["unclear"], _model.Received.Select(content => content.Text));
        Assert.All(encoded, post => Assert.True(Assert.Single(post.Embeddings).IsSettled));
    }

    [Fact]
    public async Task A_first_look_alone_leaves_the_rest_unsettled_and_asks_no_device()
    {
        _model.OnDevice.Add(Modality.Text);
        _model.IsClear = text => text.StartsWith("clear", StringComparison.Ordinal);

        var encoded = await _encoder.BeginAsync(
            [TestPosts.Words("a", "clear"), TestPosts.Words("b", "unclear")], Patience.Unlimited(TestContext.Current.CancellationToken, TestContext.Current.CancellationToken));

        Assert.Empty(_model.Received);
        Assert.Equal([true, false], encoded.Select(post => post.Embeddings[0].IsSettled));
    }

    [Fact]
    public async Task A_modality_that_no_post_brings_is_not_sent()
    {
        await EncodeAsync([TestPosts.Words("a", "x")]);

        Assert.Equal(Modality.Text, Assert.Single(_route.Calls).Modality);
    }

    [Fact]
    public async Task Modalities_that_the_model_lacks_are_not_sent()
    {
        _model.Info = _model.Info with { Modalities = [Modality.Text] };

        var encoded = await EncodeAsync([TestPosts.Both("a", "x", "picture"), TestPosts.Picture("b", "picture")]);

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

        await Assert.ThrowsAsync<ModelVersionException>(() => EncodeAsync([TestPosts.Words("a", "x")]));
    }

    [Fact]
    public async Task Contents_that_reach_a_model_which_does_not_read_them_are_a_passing_fault()
    {
        var wordsOnly = new FakeEmotionModel();
        wordsOnly.Info = wordsOnly.Info with { Modalities = [Modality.Text], Version = "v2" };
        _route.Elsewhere[Modality.Image] = wordsOnly;

        var error = await Assert.ThrowsAsync<ModelVersionException>(() => EncodeAsync([TestPosts.Picture("a", "x")]));

        Assert.True(PassingFaultException.Includes(error));
    }

    [Fact]
    public async Task What_needs_no_device_is_encoded_last_since_another_model_may_take_over_while_devices_are_waited_for()
    {
        _model.BeforeEncoding = modality =>
        {
            _model.Info = modality == Modality.Image ? _model.Info with { Version = "v2" } : _model.Info;
            return Task.CompletedTask;
        };
        _route.Elsewhere[Modality.Image] = new FakeEmotionModel { Info = _model.Info with { Version = "v2" }, BeforeEncoding = _model.BeforeEncoding };

        var encoded = await EncodeAsync([TestPosts.Both("a", "x", "picture")]);

        Assert.Equal([Modality.Image, Modality.Text], _route.Calls.Select(call => call.Modality));
        Assert.Equal(["v2", "v2"], encoded[0].Embeddings.Select(embedding => embedding.ModelVersion));
        Assert.Equal([Modality.Text, Modality.Image], encoded[0].Embeddings.Select(embedding => embedding.Modality));
    }

    [Fact]
    public async Task A_model_that_reads_other_modalities_than_those_that_were_asked_for_begins_again()
    {
        var device = new FakeEmotionModel { Info = _model.Info with { Version = "v2" } };
        device.BeforeEncoding = _ =>
        {
            _model.Info = _model.Info with { Version = "v2", Modalities = [Modality.Text, Modality.Image, FakeEmotionModel.Source] };
            return Task.CompletedTask;
        };
        _route.Elsewhere[Modality.Image] = device;

        await Assert.ThrowsAsync<ModelVersionException>(() => EncodeAsync([TestPosts.Both("a", "x", "picture")]));
    }

    [Fact]
    public async Task What_is_known_is_not_encoded_again()
    {
        var whole = TestPosts.Both("a", "x", "picture");
        var image = (await EncodeAsync([TestPosts.Picture("a", "picture")]))[0].Embeddings;
        _route.Calls.Clear();

        var encoded = await _encoder.CompleteAsync(whole, image, default);

        Assert.Equal(Modality.Text, Assert.Single(_route.Calls).Modality);
        Assert.Equal([Modality.Text, Modality.Image], encoded.Embeddings.Select(embedding => embedding.Modality));
        Assert.Same(image[0], encoded.Embeddings[1]);
    }

    [Fact]
    public async Task A_post_keeps_what_could_be_read_of_it_and_says_what_could_not()
    {
        var encoded = await EncodeAsync([TestPosts.Both("a", "x", "broken picture"), TestPosts.Both("b", "y", "picture")]);

        Assert.Null(encoded[0].Failure);
        Assert.Equal(Modality.Text, Assert.Single(encoded[0].Embeddings).Modality);
        Assert.Equal("image-broken", encoded[0].Unread?["image"]);
        Assert.Null(encoded[1].Unread);
    }

    [Fact]
    public async Task A_post_of_which_nothing_can_be_read_fails_also_where_something_derived_could()
    {
        _model.Info = _model.Info with { Modalities = [Modality.Text, Modality.Image, FakeEmotionModel.Source] };

        var encoded = await EncodeAsync([TestPosts.Picture("a", "broken picture") with { Source = "reddit" }, TestPosts.Both("b", "broken words", "broken picture")]);

        Assert.Equal(["image-broken", "text-broken"], encoded.Select(post => post.Failure?.Type));
        Assert.All(encoded, post => Assert.Empty(post.Embeddings));
    }

    [Fact]
    public async Task A_refusal_refuses_the_whole_post()
    {
        _model.RefusesBroken = true;

        var encoded = await EncodeAsync([TestPosts.Both("a", "x", "broken picture")]);

        Assert.Equal("image-broken", encoded[0].Failure?.Type);
    }

    private Task<EncodedPost[]> EncodeAsync(ImmutableArray<SocialPost> posts) =>
        _encoder.EncodeAsync(posts, default);
}
