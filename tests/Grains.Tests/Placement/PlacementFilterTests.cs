using Moodstream.Grains.Placement;
using Orleans.Runtime.Placement;

namespace Moodstream.Grains.Tests.Placement;

public sealed class PlacementFilterTests
{
    private static readonly FakeSilos Silos = new(("a", ["cpu:0"], null), ("b", ["cpu:0", "cpu:1"], "embedded"), ("c", [], "embedded"));

    private static readonly SiloAddress[] Candidates = [FakeSilos.Address(2), FakeSilos.Address(1), FakeSilos.Address(0)];

    [Theory]
    [InlineData("a/cpu:0", 0)]
    [InlineData("b/cpu:0", 1)]
    [InlineData("b/cpu:1", 1)]
    public void A_device_key_leaves_its_owner_alone(string key, int owner) =>
        Assert.Equal([FakeSilos.Address(owner)], Filter(key));

    [Theory]
    [InlineData("a/cpu:1")]
    [InlineData("nobody/cpu:0")]
    [InlineData("cpu:0")]
    public void A_key_without_an_owner_leaves_nobody(string key) => Assert.Empty(Filter(key));

    [Fact]
    public void Of_two_timeline_stores_the_older_silos_keeps_the_grains() =>
        Assert.Equal(
            [FakeSilos.Address(1)],
            new TimelinePlacementFilterDirector(Silos).Filter(new TimelinePlacementFilter(), Target("0"), Candidates));

    [Fact]
    public void Silos_that_share_a_store_share_the_grains_and_one_with_another_store_gets_none()
    {
        var silos = new FakeSilos(("a", [], "db-1"), ("b", [], "db-1"), ("c", [], "embedded"), ("d", [], null), ("e", [], "db-1"));

        Assert.Equal(
            [FakeSilos.Address(0), FakeSilos.Address(1), FakeSilos.Address(4)],
            new TimelinePlacementFilterDirector(silos).Filter(new TimelinePlacementFilter(), Target("0"), Enumerable.Range(0, 5).Reverse().Select(FakeSilos.Address)));
    }

    private static IEnumerable<SiloAddress> Filter(string key) =>
        new DevicePlacementFilterDirector(Silos).Filter(new DevicePlacementFilter(), Target(key), Candidates);

    private static PlacementTarget Target(string key) =>
        new(GrainId.Create("image-embedding", key), [], default, 0);
}
