using Moodstream.Grains.Storage;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

/// <summary>The embedded store on a disk that is full, and then not.</summary>
[Trait("Category", "Unit")]
public sealed class EmbeddedDiskTests
{
    private const int Timeout = 60_000;
    private const int DiskMegabytes = 200;

    /// <summary>Bytes of an event, so that what the store has set aside for its log is soon used up.</summary>
    private const int EventBytes = 100_000;

    /// <summary>More events than would go onto the disk.</summary>
    private const int TooManyEvents = (DiskMegabytes << 20) / EventBytes;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_disk_that_is_full_stops_writes_alone_and_when_there_is_room_again_they_go_on_with_nothing_lost()
    {
        await using var disk = await SmallDisk.MountAsync(DiskMegabytes);
        await using var host = new EmbeddedHost();
        var folder = Path.Combine(disk.Folder, "timeline");
        var kept = 0;
        await using (var stores = host.Open(folder))
        {
            await KeepAsync();
            disk.Fill();
            var full = await Assert.ThrowsAsync<IOException>(async () =>
            {
                while (kept < TooManyEvents)
                {
                    await KeepAsync();
                }
            });
            Assert.Contains("Timeline:Path", full.Message, StringComparison.Ordinal);
            Assert.Equal(kept, await CountAsync(stores));

            disk.Clear();
            var refused = kept;
            while (kept == refused)
            {
                try
                {
                    await KeepAsync();
                }
                catch (IOException)
                {
                    await Task.Delay(Pause, Token);
                }
            }

            Assert.Equal(kept, await CountAsync(stores));

            async Task KeepAsync()
            {
                await stores.Timelines.AppendAsync([TestPosts.Event($"p{kept}", "u1").ToEntry() with { Json = new byte[EventBytes] }]);
                kept++;
            }
        }

        await using var reopened = host.Open(folder);
        Assert.Equal(kept, await CountAsync(reopened));
    }

    [Fact]
    public async Task A_store_on_a_full_disk_does_not_open_and_says_why()
    {
        await using var disk = await SmallDisk.MountAsync(1);
        await using var host = new EmbeddedHost();
        disk.Fill();

        var full = Assert.Throws<TimelineStoreException>(() => host.Open(Path.Combine(disk.Folder, "timeline")));

        Assert.Contains("is full", full.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', full.Message);
    }

    private static async Task<long> CountAsync(OpenStores stores) =>
        (await stores.Timelines.CountAsync("u1", [DateTimeOffset.MinValue, DateTimeOffset.MaxValue])).Sum(counts => counts.Values.Sum());
}
