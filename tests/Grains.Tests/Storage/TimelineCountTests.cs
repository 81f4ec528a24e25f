using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests.Storage;

public sealed class TimelineCountTests : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private EmbeddedDatabase _database = null!;
    private RocksTimelineStore _store = null!;

    public ValueTask InitializeAsync()
    {
        _database = EmbeddedDatabase.Open(_directory.Options);
        _store = new RocksTimelineStore(_database, new ErasureRegister(_database));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Posts_are_counted_by_emotion_in_intervals_that_include_their_beginning()
    {
        await _store.AppendAsync([At("a", 0, "joy"), At("b", 9, "joy"), At("c", 10, "fear"), At("d", 29, "joy"), At("e", 30, "joy"), At("f", -1, "joy")]);
        await _store.AppendAsync([TestPosts.Event("g", "u2", at: TestPosts.Noon)]);

        var counts = await _store.CountAsync("u1", [Minute(0), Minute(10), Minute(20), Minute(30)]);

        Assert.Equal(["joy 2", "fear 1", "joy 1"], counts.Select(interval => string.Join(", ", interval.Select(pair => $"{pair.Key} {pair.Value}"))));
    }

    [Fact]
    public async Task A_stranger_has_nothing_to_count()
    {
        Assert.All(await _store.CountAsync("nobody", [Minute(0), Minute(1), Minute(2)]), Assert.Empty);
    }

    [Fact]
    public async Task Boundaries_that_do_not_ascend_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _store.CountAsync("u1", [Minute(0)]));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.CountAsync("u1", [Minute(1), Minute(1)]));
    }

    private static DateTimeOffset Minute(int minute) => TestPosts.Noon.AddMinutes(minute);

    private static EmotionEvent At(string post, int minute, string emotion) => TestPosts.Event(post, at: Minute(minute), emotion: emotion);
}
