using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Moodstream.Silo.Tests;

public sealed class FeedReaderTests
{
    private static readonly EmotionFilter Everything = new([], null, 0);

    private readonly FakeTimeProvider _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly EmotionFeed _feed;
    private readonly FeedReader _reader;

    public FeedReaderTests()
    {
        var options = Options.Create(new LiveOptions { ReplayEvents = 4, HeartbeatSeconds = 15 });
        _feed = new EmotionFeed(options);
        _reader = new FeedReader(_feed, options, _time, _lifetime);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_reader_is_greeted_and_gets_what_comes_from_then_on()
    {
        _feed.Append([Events.Of("before")]);
        await using var items = Read(Everything);

        Assert.Equal("ready", (await Next(items)).EventType);
        _feed.Append([Events.Of("after")]);
        var item = await Next(items);

        Assert.Equal("emotion", item.EventType);
        Assert.Contains("\"postId\":\"after\"", Encoding.UTF8.GetString(item.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_comes_back_gets_what_it_missed()
    {
        _feed.Append([Events.Of("a"), Events.Of("b"), Events.Of("c")]);
        await using var items = Read(Everything, $"{_feed.Epoch}-0");

        Assert.Equal("ready", (await Next(items)).EventType);

        Assert.Equal($"{_feed.Epoch}-1", (await Next(items)).EventId);
        Assert.Equal($"{_feed.Epoch}-2", (await Next(items)).EventId);
    }

    [Fact]
    public async Task The_greeting_repeats_the_position_so_that_a_second_loss_of_the_connection_loses_nothing()
    {
        _feed.Append([Events.Of("a"), Events.Of("b")]);
        await using var items = Read(Everything, $"{_feed.Epoch}-0");

        Assert.Equal($"{_feed.Epoch}-0", (await Next(items)).EventId);
    }

    [Fact]
    public async Task A_reader_that_was_away_too_long_is_told_how_many_events_are_gone()
    {
        _feed.Append([.. Enumerable.Range(0, 10).Select(i => Events.Of($"p{i}"))]);
        await using var items = Read(Everything, $"{_feed.Epoch}-1");
        await Next(items);

        var resync = await Next(items);

        Assert.Equal("resync", resync.EventType);
        Assert.Equal("""{"missed":4}""", Encoding.UTF8.GetString(resync.Data));
        Assert.Contains("\"postId\":\"p6\"", Encoding.UTF8.GetString((await Next(items)).Data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another-3")]
    [InlineData("nonsense")]
    public async Task A_position_of_another_silo_or_life_is_answered_by_resync(string lastEventId)
    {
        await using var items = Read(Everything, lastEventId);
        await Next(items);

        Assert.Equal("resync", (await Next(items)).EventType);
    }

    [Fact]
    public async Task Only_events_that_pass_the_filter_are_sent()
    {
        await using var items = Read(new EmotionFilter(["Joy"], "u2", 0.5f));
        await Next(items);
        _feed.Append(
        [
            Events.Of("wrong emotion", emotion: "fear", userId: "u2"),
            Events.Of("wrong user", userId: "u1"),
            Events.Of("unsure", confidence: 0.4f, userId: "u2"),
            Events.Of("right", userId: "u2"),
        ]);

        Assert.Contains("\"postId\":\"right\"", Encoding.UTF8.GetString((await Next(items)).Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_broken_by_a_heartbeat_even_while_other_events_are_filtered_out()
    {
        await using var items = Read(new EmotionFilter(["fear"], null, 0));
        await Next(items);
        var next = Next(items);
        _time.Advance(TimeSpan.FromSeconds(14));
        _feed.Append([Events.Of("joyful")]);
        Assert.False(next.IsCompleted);

        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("heartbeat", (await next).EventType);
    }

    [Fact]
    public async Task The_stop_of_the_program_ends_the_stream()
    {
        await using var items = Read(Everything);
        await Next(items);
        var next = items.MoveNextAsync().AsTask();

        _lifetime.StopApplication();

        Assert.False(await next.WaitAsync(Token));
    }

    private IAsyncEnumerator<SseItem<byte[]>> Read(EmotionFilter filter, string? lastEventId = null) =>
        _reader.ReadAsync(filter, lastEventId, Token).GetAsyncEnumerator(Token);

    private static async Task<SseItem<byte[]>> Next(IAsyncEnumerator<SseItem<byte[]>> items)
    {
        Assert.True(await items.MoveNextAsync().AsTask().WaitAsync(Token));
        return items.Current;
    }
}
