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

    [Fact]
    public void Posts_of_different_users_never_share_a_grain()
    {
        Assert.Equal("2:u1p1", PostKey.Of("u1", "p1"));
        Assert.NotEqual(PostKey.Of("u1", "1p"), PostKey.Of("u11", "p"));
    }

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
