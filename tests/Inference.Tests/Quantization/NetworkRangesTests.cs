using Moodstream.Inference.Quantization;

namespace Moodstream.Inference.Tests.Quantization;

[Trait("Category", "Unit")]
public sealed class NetworkRangesTests
{
    [Fact]
    public void A_file_holds_every_range_in_half_precision()
    {
        NetworkRanges ranges = new([new("maps", new ValueRange([-1], [2])), new("rows", new ValueRange([0, -0.1f], [0.3f, 0]))]);

        var read = NetworkRanges.Read(ranges.ToBytes());

        Assert.Equal(["maps", "rows"], read.Values.Order());
        Assert.Equal(ranges.Find("rows")!.Low, read.Find("rows")!.Low);
        Assert.Equal([(float)(Half)0.3f, 0], read.Find("rows")!.High);
        Assert.Null(read.Find("others"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(-2, -1)]
    [InlineData(float.NaN, 1)]
    [InlineData(-1, float.PositiveInfinity)]
    [InlineData(-1e6f, 1)]
    public void A_range_that_0_is_no_part_of_or_that_has_no_width_or_no_end_is_none(float low, float high) =>
        Assert.Throws<ArgumentException>(() => new NetworkRanges([new("value", new ValueRange([low], [high]))]));

    [Fact]
    public void A_range_has_as_many_ends_as_starts() =>
        Assert.Throws<ArgumentException>(() => new NetworkRanges([new("value", new ValueRange([-1], [1, 1]))]));

    [Fact]
    public void What_is_no_file_of_ranges_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => NetworkRanges.Read("no graph"u8.ToArray()));
        Assert.Throws<InvalidDataException>(() => NetworkRanges.Read([]));
    }

    [Fact]
    public void The_byte_that_stands_for_0_is_exact_and_the_ends_are_reached()
    {
        var scale = ByteScale.Between(-1, 3);

        Assert.Equal(4 / 255f, scale.Step);
        Assert.Equal(64, scale.Zero);
        Assert.Equal(0, ByteScale.Between(0, 5).Zero);
        Assert.Equal(255, ByteScale.Between(-5, 0).Zero);
    }
}
