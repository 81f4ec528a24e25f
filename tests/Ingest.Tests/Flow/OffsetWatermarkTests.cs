using Moodstream.Ingest.Flow;

namespace Moodstream.Ingest.Tests.Flow;

[Trait("Category", "Unit")]
public sealed class OffsetWatermarkTests
{
    [Fact]
    public void Nothing_finished_leaves_the_position_where_it_began()
    {
        var watermark = new OffsetWatermark(7);
        watermark.Track(new OffsetWatermark.Entry(7));
        Assert.Equal(7, watermark.Position);
    }

    [Fact]
    public void Only_the_contiguous_finished_prefix_counts()
    {
        var watermark = new OffsetWatermark(0);
        var entries = Enumerable.Range(0, 5).Select(i => Track(watermark, i)).ToList();
        watermark.Complete([entries[4]]);
        watermark.Complete([entries[1]]);
        Assert.Equal(0, watermark.Position);
        watermark.Complete([entries[0]]);
        Assert.Equal(2, watermark.Position);
        watermark.Complete([entries[3]]);
        watermark.Complete([entries[2]]);
        Assert.Equal(5, watermark.Position);
    }

    [Fact]
    public void Offsets_that_the_log_skips_hold_nothing_back()
    {
        var watermark = new OffsetWatermark(0);
        watermark.Complete([Track(watermark, 3)]);
        var open = Track(watermark, 9);
        Assert.Equal(4, watermark.Position);
        watermark.SkipTo(20);
        Assert.Equal(4, watermark.Position);
        watermark.Complete([open]);
        Assert.Equal(20, watermark.Position);
    }

    [Fact]
    public void Any_order_of_finishing_ends_at_the_same_position()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var watermark = new OffsetWatermark(0);
            var entries = Enumerable.Range(0, 30).Select(i => Track(watermark, i)).ToArray();
            var open = Enumerable.Range(0, 30).ToHashSet();
            random.Shuffle(entries);
            foreach (var entry in entries)
            {
                watermark.Complete([entry]);
                open.Remove((int)entry.Offset);
                Assert.Equal(open.Count == 0 ? 30 : open.Min(), watermark.Position);
            }
        }
    }

    private static OffsetWatermark.Entry Track(OffsetWatermark watermark, long offset)
    {
        var entry = new OffsetWatermark.Entry(offset);
        watermark.Track(entry);
        return entry;
    }
}
