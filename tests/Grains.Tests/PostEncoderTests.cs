using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Encoders;
using Moodstream.Grains.Fusion;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Routing;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests;

public sealed class PostEncoderTests
{
    [Fact]
    public async Task Each_modality_is_sent_once_a_batch_with_the_posts_that_bring_it()
    {
        var model = new FakeEmotionModel();
        var text = new CountingRoute(model, Modality.Text);
        var image = new CountingRoute(model, Modality.Image);

        var encoded = await new PostEncoder(model, [image, text]).Encode(
            [TestPosts.Words("a", "x"), TestPosts.Both("b", "y", "picture"), TestPosts.Picture("c", "picture"), TestPosts.Words("d", "z")]);

        Assert.Equal(["a", "b", "d"], Assert.Single(text.Calls));
        Assert.Equal(["b", "c"], Assert.Single(image.Calls));
        Assert.Equal([1, 2, 1, 1], encoded.Select(post => post.Embeddings.Length));
        Assert.Equal([Modality.Text, Modality.Image], encoded[1].Embeddings.Select(embedding => embedding.Modality));
    }

    [Fact]
    public async Task A_modality_that_no_post_brings_is_not_sent()
    {
        var model = new FakeEmotionModel();
        var image = new CountingRoute(model, Modality.Image);

        await new PostEncoder(model, [image, new CountingRoute(model, Modality.Text)]).Encode([TestPosts.Words("a", "x")]);

        Assert.Empty(image.Calls);
    }

    [Fact]
    public async Task Routes_of_modalities_that_the_model_lacks_are_not_taken()
    {
        var model = new FakeEmotionModel();
        model.Info = model.Info with { Modalities = ["text"] };
        var image = new CountingRoute(model, Modality.Image);

        var encoded = await new PostEncoder(model, [new CountingRoute(model, Modality.Text), image])
            .Encode([TestPosts.Both("a", "x", "picture"), TestPosts.Picture("b", "picture")]);

        Assert.Empty(image.Calls);
        Assert.Single(encoded[0].Embeddings);
        Assert.Equal("no-modality", encoded[1].Failure?.Type);
    }

    [Fact]
    public void A_model_with_a_modality_that_has_no_route_is_refused_by_name()
    {
        var model = new FakeEmotionModel();

        var error = Assert.Throws<InvalidOperationException>(() => new PostEncoder(model, [new ModelRoute(model, Modality.Text)]));

        Assert.Contains("'image'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_of_another_model_than_the_one_whose_modalities_were_asked_for_are_refused()
    {
        var model = new FakeEmotionModel();
        var other = new FakeEmotionModel();
        other.Info = other.Info with { Version = "v2" };

        await Assert.ThrowsAsync<ModelVersionException>(() =>
            new PostEncoder(model, [new ModelRoute(other, Modality.Text), new ModelRoute(other, Modality.Image)]).Encode([TestPosts.Words("a", "x")]));
    }

    [Fact]
    public async Task Contents_that_reach_a_model_which_does_not_read_them_are_a_passing_fault()
    {
        var model = new FakeEmotionModel();
        var wordsOnly = new FakeEmotionModel();
        wordsOnly.Info = wordsOnly.Info with { Modalities = ["text"], Version = "v2" };

        var error = await Assert.ThrowsAsync<ModelVersionException>(() =>
            new PostEncoder(model, [new ModelRoute(model, Modality.Text), new ModelRoute(wordsOnly, Modality.Image)]).Encode([TestPosts.Picture("a", "x")]));

        Assert.True(PassingFaultException.Includes(error));
    }

    private sealed class CountingRoute(IEmotionModel model, Modality modality) : IModalityRoute
    {
        private readonly ModelRoute inner = new(model, modality);

        public List<string[]> Calls { get; } = [];

        public Modality Modality => modality;

        public Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts)
        {
            Calls.Add([.. posts.Select(post => post.Id)]);
            return inner.Encode(posts);
        }
    }
}
