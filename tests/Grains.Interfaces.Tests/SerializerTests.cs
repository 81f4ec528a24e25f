using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.TestKit;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace Moodstream.Grains.Interfaces.Tests;

public sealed class SerializerTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("System.Diagnostics.ProcessStartInfo, System.Diagnostics.Process")]
    [InlineData("System.IO.FileInfo, System.Private.CoreLib")]
    [InlineData("System.Collections.Generic.List`1[[System.IO.FileInfo, System.Private.CoreLib]], System.Private.CoreLib")]
    [InlineData("Microsoft.Extensions.DependencyInjection.ServiceProvider, Microsoft.Extensions.DependencyInjection")]
    public void A_message_cannot_name_a_type_that_is_not_ours(string type) =>
        Assert.ThrowsAny<Exception>(() => _services.GetRequiredService<TypeConverter>().Parse(type));

    [Fact]
    public void A_message_can_name_our_types() =>
        Assert.Equal(typeof(SocialPost), _services.GetRequiredService<TypeConverter>().Parse(_services.GetRequiredService<TypeConverter>().Format(typeof(SocialPost))));

    [Fact]
    public void A_post_comes_through_whole()
    {
        var post = TestPosts.Both("p1", "words", "picture").Expecting("text", "image") with { Source = "reddit", Lang = "en" };

        var through = Through(post);

        Assert.Equal((post.Id, post.UserId, post.CreatedAt, post.Text, post.Source, post.Lang, post.ReceivedAt),
            (through.Id, through.UserId, through.CreatedAt, through.Text, through.Source, through.Lang, through.ReceivedAt));
        Assert.Equal(post.Image!.Value.ToArray(), through.Image!.Value.ToArray());
        Assert.Equal(post.Expects, through.Expects.AsEnumerable());
        Assert.True(through.IsPart);
    }

    [Fact]
    public void A_post_without_optional_parts_comes_through_without_them()
    {
        var through = Through(TestPosts.Words("p1", "words"));

        Assert.Null(through.Image);
        Assert.False(through.IsPart);
    }

    [Fact]
    public void A_post_brings_just_what_it_carries()
    {
        var words = TestPosts.Words("p1", "words");

        Assert.Equal([Modality.Text], words.Brings);
        Assert.Equal([Modality.Text], (words with { Image = (byte[]?)null }).Brings);
        Assert.Equal([Modality.Text, Modality.Image], (words with { Image = new byte[] { 1 } }).Brings);
        Assert.Equal([Modality.Image], Through(TestPosts.Picture("p2", "picture")).Brings);
    }

    [Fact]
    public void Posts_that_share_a_picture_come_through()
    {
        var picture = Encoding.UTF8.GetBytes("picture");
        var post = TestPosts.Words("p1", "words") with { Image = picture };

        var through = Through(ImmutableArray.Create(post, post with { Id = "p2" }, post with { Id = "p3", Image = picture.AsMemory(1, 3) }));

        Assert.Equal(["picture", "picture", "ict"], through.Select(read => Encoding.UTF8.GetString(read.Image!.Value.Span)));
    }

    [Fact]
    public void Pictures_that_are_the_same_bytes_come_through()
    {
        ReadOnlyMemory<byte> picture = Encoding.UTF8.GetBytes("picture");

        var through = Through(ImmutableArray.Create(picture, picture, picture[1..4]));

        Assert.Equal(["picture", "picture", "ict"], through.Select(read => Encoding.UTF8.GetString(read.Span)));
    }

    [Fact]
    public void An_outcome_of_each_kind_comes_through()
    {
        var emotion = TestPosts.Event("p1");

        Assert.Equal(Json(emotion), Json(Through(PostOutcome.Classified(emotion)).Event!));
        Assert.Equal(new PostFailure("type", "Why."), Through(PostOutcome.Failed(new PostFailure("type", "Why."))).Failure);
        Assert.Equal(Json(emotion), Json(Through(PostOutcome.Absorbed(emotion)).AbsorbedIn!));
        Assert.Equal(PostOutcome.Erased, Through(PostOutcome.Erased));
    }

    [Fact]
    public void Batches_queries_and_pages_come_through()
    {
        var query = new TimelineQuery { From = TestPosts.Noon, To = TestPosts.Noon.AddDays(1), Emotion = "joy", Limit = 7, Cursor = "c" };

        Assert.Equal(query, Through(query));
        Assert.Equal("next", Through(new TimelinePage([TestPosts.Event("p1")], "next")).NextCursor);
        Assert.Equal(["p1", "p2"], Through(new EmotionBatch(3, [TestPosts.Event("p1"), TestPosts.Event("p2")])).Events.Select(emotion => emotion.PostId));
    }

    [Fact]
    public void Embeddings_and_verdicts_come_through()
    {
        var embedding = new Embedding { Modality = Modality.Image, ModelVersion = "v1", Vector = [1f, -2f, float.Epsilon], DecodeMs = 1, EmbedMs = 2 };
        var distribution = new EmotionDistribution(["joy", "fear"], [0.75f, 0.25f]);
        var verdict = new Verdict
        {
            Fused = distribution,
            Opinions = [new ModalityOpinion(Modality.Text, distribution)],
            Model = new ModelReference("default", "v1"),
            FuseMs = 3,
        };

        Assert.Equal(embedding.Vector, Through(embedding).Vector.AsEnumerable());
        Assert.Equal(distribution, Through(verdict).Fused);
        Assert.Equal(verdict.Opinions, Through(verdict).Opinions.AsEnumerable());
    }

    [Fact]
    public void Contents_come_through_also_where_they_share_a_picture()
    {
        var picture = Encoding.UTF8.GetBytes("picture");
        var content = TestPosts.Both("p1", "words", "picture").Content with { Image = picture, Source = "reddit" };

        var through = Through(ImmutableArray.Create(content, content with { Text = null, Source = null }, content with { Image = picture.AsMemory(1, 3) }, new PostContent()));

        Assert.Equal(["words", null, "words", null], through.Select(read => read.Text));
        Assert.Equal(["reddit", null, "reddit", null], through.Select(read => read.Source));
        Assert.Equal(["picture", "picture", "ict", null], through.Select(read => read.Image is { } image ? Encoding.UTF8.GetString(image.Span) : null));
    }

    [Fact]
    public void Errors_are_the_same_on_the_other_side()
    {
        Exception[] errors =
        [
            new InvalidCursorException(),
            new TimelineTooLongException(),
            new PassingFaultException("Try again."),
            new PassingFaultException("Try again.", new TimeoutException("Too late.")),
            new ModelVersionException("v1", "v2"),
        ];

        Assert.All(errors, error => Assert.Equal(Words(error), Words(Through(error))));

        static (Type?, string?, Type?, string?) Words(Exception error) =>
            (error.GetType(), error.Message, error.InnerException?.GetType(), error.InnerException?.Message);
    }

    private static string Json(EmotionEvent emotion) => JsonSerializer.Serialize(emotion, EmotionJson.Default.EmotionEvent);

    private T Through<T>(T value)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
    }
}
