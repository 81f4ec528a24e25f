using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class FeedReaderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly EmotionFeed _feed;
    private readonly FeedTicks _ticks;
    private readonly FeedReader _reader;

    public FeedReaderTests()
    {
        var options = Options.Create(new LiveOptions { ReplayEvents = 4, HeartbeatSeconds = 15, MaxEventsPerSecond = 4 });
        _feed = new EmotionFeed(options);
        _ticks = new FeedTicks(_feed, new EmotionTrend(_time), options);
        _reader = new FeedReader(_feed, _ticks, options, _time, _lifetime);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_reader_is_greeted_and_gets_what_comes_from_then_on()
    {
        Arrive("before");
        await using var reader = Read();
        Assert.Equal(["ready"], Types(await reader.NextAsync()));

        Arrive("after");

        Assert.Equal(["after"], Posts(await reader.NextAsync()));
    }

    [Fact]
    public async Task A_new_reader_can_ask_for_the_latest_events_to_begin_with()
    {
        Arrive("a", "b", "c");
        await using var reader = Read(new FeedRequest(EmotionFilter.Everything, Replay: 2));

        Assert.Equal(["b", "c"], Posts(await reader.NextAsync()));
    }

    [Fact]
    public async Task A_reader_that_comes_back_gets_what_it_missed_and_nothing_twice()
    {
        Arrive("a", "b", "c");
        await using var reader = Read(new FeedRequest(EmotionFilter.Everything, $"{_feed.Epoch}-0", Replay: 3));

        var items = await reader.NextAsync();

        Assert.Equal(["ready", "emotion", "emotion"], Types(items));
        Assert.Equal([$"{_feed.Epoch}-0", $"{_feed.Epoch}-1", $"{_feed.Epoch}-2"], items.Select(item => item.EventId));
    }

    [Fact]
    public async Task A_reader_that_was_away_too_long_is_told_how_many_events_are_gone_and_gets_the_others()
    {
        Arrive([.. Enumerable.Range(0, 10).Select(i => $"p{i}")]);
        await using var reader = Read(new FeedRequest(EmotionFilter.Everything, $"{_feed.Epoch}-1"));

        var items = await reader.NextAsync();

        Assert.Equal("resync", items[1].EventType);
        Assert.Equal("""{"missed":4}""", items[1].Data);
        Assert.Equal(["p6", "p7", "p8", "p9"], Posts(items));
    }

    [Fact]
    public async Task What_a_reader_missed_comes_in_small_pieces_that_all_readers_share()
    {
        var options = Options.Create(new LiveOptions { ReplayEvents = 1_000 });
        var feed = new EmotionFeed(options);
        var ticks = new FeedTicks(feed, new EmotionTrend(_time), options);
        var reader = new FeedReader(feed, ticks, options, _time, _lifetime);
        feed.Append([.. Enumerable.Range(0, 500).Select(i => Events.Shown($"p{i:000}"))]);
        ticks.Advance();

        var (one, other) = (await PiecesAsync(), await PiecesAsync());

        Assert.All(one, piece => Assert.InRange(piece.Count, 1, 70));
        Assert.Equal(500, one.Sum(piece => piece.Count) - 2);
        Assert.True(one[^1][^1].Equals(other[^1][^1]), "The bytes are not those of the feed.");

        async Task<List<IReadOnlyList<ReadOnlyMemory<byte>>>> PiecesAsync()
        {
            await using var pieces = reader.ReadAsync(new FeedRequest(EmotionFilter.Everything, $"{feed.Epoch}--1"), Token).GetAsyncEnumerator(Token);
            var read = new List<IReadOnlyList<ReadOnlyMemory<byte>>>();
            while (read.Sum(piece => piece.Count) < 502 && await pieces.MoveNextAsync())
            {
                read.Add(pieces.Current);
            }

            return read;
        }
    }

    [Fact]
    public async Task A_reader_that_is_overtaken_while_it_is_sent_what_it_missed_is_told()
    {
        var options = Options.Create(new LiveOptions { ReplayEvents = 200 });
        var feed = new EmotionFeed(options);
        var ticks = new FeedTicks(feed, new EmotionTrend(_time), options);
        feed.Append([.. Enumerable.Range(0, 200).Select(i => Events.Shown($"p{i:000}"))]);
        ticks.Advance();
        await using var reader = new PieceReader(new FeedReader(feed, ticks, options, _time, _lifetime)
            .ReadAsync(new FeedRequest(EmotionFilter.Everything, $"{feed.Epoch}--1"), Token).GetAsyncEnumerator(Token));
        Assert.Equal(64, Posts(await reader.NextAsync()).Count);

        feed.Append([.. Enumerable.Range(0, 100).Select(i => Events.Shown($"q{i:000}"))]);
        var items = await reader.NextAsync();

        Assert.Equal(("resync", """{"missed":36}"""), (items[0].EventType, items[0].Data));
        Assert.Equal("p100", Posts(items)[0]);
    }

    [Theory]
    [InlineData("another-3")]
    [InlineData("nonsense")]
    public async Task A_position_of_another_silo_or_life_is_answered_by_one_resync_and_the_latest_events(string lastEventId)
    {
        Arrive("a", "b");
        await using var reader = Read(new FeedRequest(EmotionFilter.Everything, lastEventId, Replay: 1));

        Assert.Equal(["ready", "resync", "emotion"], Types(await reader.NextAsync()));
    }

    [Fact]
    public async Task Only_events_that_pass_the_filter_are_sent()
    {
        await using var reader = Read(new FeedRequest(new EmotionFilter(["Joy"], "text", "u2", 0.5f)));
        await reader.NextAsync();

        _feed.Append(
        [
            Events.Shown("wrong emotion", emotion: "fear", userId: "u2"),
            Events.Shown("wrong user", userId: "u1"),
            Events.Shown("unsure", confidence: 0.4f, userId: "u2"),
            Events.Shown("right", userId: "u2"),
        ]);
        _ticks.Advance();

        Assert.Equal(["right"], Posts(await reader.NextAsync()));
    }

    [Fact]
    public async Task Above_the_rate_a_sample_is_sent_in_order_and_the_pulse_tells_how_much_of_how_many()
    {
        await using var reader = Read(new FeedRequest(EmotionFilter.Everything, Pulse: true));
        await reader.NextAsync();
        _ticks.Advance();
        Arrive("a", "b", "c", "d");

        var items = await reader.NextAsync();

        var sample = Posts(items);
        Assert.Equal(2, sample.Count);
        Assert.Equal(sample.Order(StringComparer.Ordinal), sample);
        var pulse = JsonDocument.Parse(items[^1].Data).RootElement;
        Assert.Equal("pulse", items[^1].EventType);
        Assert.Equal((4, 2), (pulse.GetProperty("matched").GetInt32(), pulse.GetProperty("sent").GetInt32()));
        Assert.Equal($"{_feed.Epoch}-3", items[^1].EventId);
    }

    [Fact]
    public async Task Silence_is_broken_by_a_heartbeat_even_while_other_events_are_filtered_out()
    {
        await using var reader = Read(new FeedRequest(new EmotionFilter(["fear"], null, null, 0)));
        await reader.NextAsync();
        var next = reader.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(14));
        Arrive("joyful");
        Assert.False(next.IsCompleted);

        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(["heartbeat"], Types(await next));
    }

    [Fact]
    public async Task The_stop_of_the_program_ends_the_stream()
    {
        await using var reader = Read();
        await reader.NextAsync();
        var next = reader.EndsAsync();

        _lifetime.StopApplication();

        Assert.True(await next.WaitAsync(Token));
    }

    private static IEnumerable<string> Types(IEnumerable<SseItem<string>> items) => items.Select(item => item.EventType);

    private static List<string> Posts(IEnumerable<SseItem<string>> items) =>
        [.. items.Where(item => item.EventType == "emotion").Select(item => JsonDocument.Parse(item.Data).RootElement.GetProperty("postId").GetString()!)];

    private void Arrive(params string[] posts)
    {
        _feed.Append([.. posts.Select(post => Events.Shown(post))]);
        _ticks.Advance();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_stands_for_several_gets_what_any_of_their_filters_admits_once_and_is_told_of_each()
    {
        Arrive("old-joy");
        await using var reader = Read(new FeedRequest(new EmotionFilter(["fear"], null, null, 0), Replay: 2, Pulse: true)
        {
            Also = [new EmotionFilter(["joy"], null, null, 0), new EmotionFilter([], null, "u1", 0)],
        });
        Assert.Equal(["old-joy"], Posts(await reader.NextAsync()));

        _feed.Append([Events.Shown("a"), Events.Shown("b", emotion: "fear")]);
        _ticks.Advance();
        var items = await reader.NextAsync();

        Assert.Equal(["a", "b"], Posts(items));
        using var counts = JsonDocument.Parse(items.Single(item => item.EventType == "pulse").Data);
        Assert.Equal(1, counts.RootElement.GetProperty("matched").GetInt32());
        Assert.Equal([1, 2], counts.RootElement.GetProperty("also").EnumerateArray().Select(filter => filter.GetProperty("matched").GetInt32()));
    }

    private PieceReader Read(FeedRequest? request = null) =>
        new(_reader.ReadAsync(request ?? new FeedRequest(EmotionFilter.Everything), Token).GetAsyncEnumerator(Token));

    /// <summary>Reads pieces of the response as a browser would.</summary>
    private sealed class PieceReader(IAsyncEnumerator<IReadOnlyList<ReadOnlyMemory<byte>>> pieces) : IAsyncDisposable
    {
        public async Task<List<SseItem<string>>> NextAsync()
        {
            Assert.True(await pieces.MoveNextAsync().AsTask().WaitAsync(Token));
            return [.. SseParser.Create(new MemoryStream([.. pieces.Current.SelectMany(part => part.ToArray())])).Enumerate()];
        }

        public async Task<bool> EndsAsync() => !await pieces.MoveNextAsync();

        public ValueTask DisposeAsync() => pieces.DisposeAsync();
    }
}
