using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Grains.Interfaces.Tests;

public sealed class KeyTests
{
    [Theory]
    [InlineData("", 5)]
    [InlineData("u1", 19)]
    [InlineData("alice", 7)]
    [InlineData("Łukasz", 7)]
    [InlineData("😀", 8)]
    public void A_user_stays_in_the_shard_in_which_older_versions_stored_it(string user, int shard) =>
        Assert.Equal(shard, TimelineShards.Of(user));

    [Fact]
    public void Long_ids_have_a_shard_too() => Assert.InRange(TimelineShards.Of(new string('x', 10_000)), 0, TimelineShards.Count - 1);

    [Fact]
    public void Users_spread_evenly_over_shards()
    {
        var counts = Enumerable.Range(0, 32_000).CountBy(i => TimelineShards.Of($"user-{i}")).ToDictionary();

        Assert.Equal(TimelineShards.Count, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 700, 1_300));
    }

    [Theory]
    [InlineData("u1", "p1", "u1/p1")]
    [InlineData("a/b", "c", "a%2Fb/c")]
    [InlineData("a", "b/c", "a/b%2Fc")]
    [InlineData("a%2Fb", "c#1", "a%252Fb/c%231")]
    [InlineData("Łukasz", "😀", "Łukasz/😀")]
    public void A_posts_key_is_read_as_it_is_written(string user, string post, string text)
    {
        var key = new PostKey(user, post);

        Assert.Equal(text, key.ToString());
        Assert.True(PostKey.TryParse(text, out var read));
        Assert.Equal(key, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("u1")]
    [InlineData("/p1")]
    [InlineData("u1/")]
    [InlineData("a/b/c")]
    [InlineData("a%/b")]
    [InlineData("a#1/b")]
    public void Other_texts_are_no_key_of_a_post(string text) => Assert.False(PostKey.TryParse(text, out _));

    [Fact]
    public void No_two_posts_share_a_key_and_no_two_events_an_id()
    {
        string[] ids = ["a", "b", "a/b", "a%2Fb", "a#1", "#", "/", "%", "%25", "1"];
        var keys = from user in ids from post in ids select new PostKey(user, post);
        var texts = keys.SelectMany(key => new[] { key.ToString(), key.EventId(1), key.EventId(11) }).ToList();

        Assert.Equal(texts.Count, texts.Distinct().Count());
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData(".", "dots")]
    [InlineData("..", "dots")]
    [InlineData("a b", "characters")]
    [InlineData("a\tb", "characters")]
    [InlineData("a\u200Bb", "characters")]
    [InlineData("...", null)]
    [InlineData("a/b", null)]
    [InlineData("a%2Fb", null)]
    public void An_id_is_what_an_address_can_name(string id, string? fault) => Assert.Equal(fault, IdRule.Check(id)?.Type);

    [Fact]
    public void A_device_key_is_read_as_it_is_written()
    {
        Assert.True(DeviceKey.TryParse(new DeviceKey("silo-1", "cuda:0").ToString(), out var key));
        Assert.Equal(("silo-1", "cuda:0"), (key.Silo, key.Device));
    }

    [Theory]
    [InlineData("")]
    [InlineData("silo")]
    [InlineData("/cpu:0")]
    [InlineData("silo/")]
    public void Text_of_another_form_is_no_device_key(string text) => Assert.False(DeviceKey.TryParse(text, out _));

    [Fact]
    public void Each_partition_has_a_stream_of_its_own()
    {
        Assert.NotEqual(EmotionStream.Of(0), EmotionStream.Of(1));
        Assert.Equal("emotions/7", EmotionStream.Of(7).ToString());
    }
}
