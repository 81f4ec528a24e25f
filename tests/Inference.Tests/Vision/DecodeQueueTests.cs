using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;

namespace Moodstream.Inference.Tests.Vision;

[Trait("Category", "Unit")]
public sealed class DecodeQueueTests
{
    private const long Small = 1_000_000;
    private const long Large = 50_000_000;

    [Fact]
    public async Task Large_pictures_leave_half_of_the_places_to_others()
    {
        DecodeQueue queue = new(places: 2, bytes: 256_000_000);
        var large = Enumerable.Range(0, 8).Select(_ => Enter(queue, Large)).ToList();

        var small = Enter(queue, Small);

        Assert.True(small.IsCompletedSuccessfully);
        Assert.Equal(1, large.Count(place => place.IsCompletedSuccessfully));
        (await large[0]).Dispose();
        using var next = await large[1];
    }

    [Fact]
    public async Task Large_pictures_together_stay_within_their_bytes()
    {
        DecodeQueue queue = new(places: 4, bytes: (4 * 12 * 1024 * 1024) + Large);
        var first = Enter(queue, Large);
        var second = Enter(queue, Large);

        Assert.True(first.IsCompletedSuccessfully);
        Assert.False(second.IsCompleted);
        (await first).Dispose();
        using var place = await second;
    }

    [Fact]
    public async Task A_picture_above_all_bytes_goes_alone_rather_than_never()
    {
        using var place = await Enter(new DecodeQueue(places: 1, bytes: 1), Large);

        Assert.NotNull(place);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_its_turn_to_the_next()
    {
        DecodeQueue queue = new(places: 1, bytes: 256_000_000);
        using CancellationTokenSource patience = new();
        var first = await Enter(queue, Small);
        var impatient = queue.EnterAsync(Small, patience.Token);
        var next = Enter(queue, Small);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        first.Dispose();

        using var place = await next;
    }

    [Fact]
    public void Decoders_with_the_same_settings_share_a_queue()
    {
        PictureOptions options = new();

        Assert.Same(DecodeQueue.For(options), DecodeQueue.For(options));
        Assert.NotSame(DecodeQueue.For(options), DecodeQueue.For(new PictureOptions()));
    }

    private static Task<IDisposable> Enter(DecodeQueue queue, long bytes) => queue.EnterAsync(bytes, TestContext.Current.CancellationToken);
}
