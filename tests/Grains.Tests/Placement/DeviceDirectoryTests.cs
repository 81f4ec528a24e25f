using Microsoft.Extensions.Time.Testing;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Placement;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests.Placement;

public sealed class DeviceDirectoryTests
{
    private readonly FakeTimeProvider _time = new(TestPosts.Noon);

    [Fact]
    public void The_devices_of_all_silos_are_listed()
    {
        var directory = Directory(("b", ["cpu:0"]), ("a", ["cuda:0", "cuda:1"]));

        Assert.Equal(["a/cuda:0", "a/cuda:1", "b/cpu:0"], directory.Devices.Select(device => device.ToString()));
    }

    [Fact]
    public void Accelerators_are_chosen_before_the_own_cpu() =>
        Assert.Equal(["far/cuda:0", "far/cuda:0"], Rent(Directory(("own", ["cpu:0"]), ("far", ["cuda:0"])), 1, 1));

    [Fact]
    public void Of_idle_devices_the_own_is_chosen()
    {
        var directory = Directory(("own", ["cpu:0"]), ("far", ["cpu:0"]), ("further", ["cpu:0"]));

        for (var i = 0; i < 6; i++)
        {
            Assert.True(directory.TryRent(1, [], out var rent));
            Assert.Equal("own", rent.Device.Silo);
            rent.Dispose();
        }
    }

    [Fact]
    public void Work_goes_to_the_device_with_the_least_of_it() =>
        Assert.Equal(
            ["own/cpu:0", "far/cpu:0", "far/cpu:0", "own/cpu:0"],
            Rent(Directory(("own", ["cpu:0"]), ("far", ["cpu:0"])), 8, 2, 7, 1));

    [Fact]
    public void Devices_that_are_alike_take_turns()
    {
        var directory = Directory(("own", ["cuda:0", "cuda:1"]));
        var chosen = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            Assert.True(directory.TryRent(1, [], out var rent));
            chosen.Add(rent.Device.Device);
            rent.Dispose();
        }

        Assert.Equal(2, chosen.Distinct().Count());
    }

    [Fact]
    public void A_device_that_failed_stands_back_for_a_moment()
    {
        var directory = Directory(("own", ["cuda:0"]), ("far", ["cpu:0"]));
        Assert.True(directory.TryRent(1, [], out var failed));
        failed.Fail();
        failed.Dispose();

        Assert.Equal(["far/cpu:0"], Rent(directory, 1));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["own/cuda:0"], Rent(directory, 1));
    }

    [Fact]
    public void A_device_that_failed_is_chosen_where_it_is_the_only_one()
    {
        var directory = Directory(("own", ["cpu:0"]));
        Assert.True(directory.TryRent(1, [], out var failed));
        failed.Fail();

        Assert.Equal(["own/cpu:0"], Rent(directory, 1));
    }

    [Fact]
    public void Where_every_device_is_excepted_there_is_none()
    {
        var directory = Directory(("own", ["cpu:0"]));

        Assert.False(directory.TryRent(1, [new DeviceKey("own", "cpu:0")], out _));
        Assert.False(Directory(("own", [])).TryRent(1, [], out _));
    }

    private static IEnumerable<string> Rent(DeviceDirectory directory, params int[] amounts) => [.. amounts.Select(amount =>
    {
        Assert.True(directory.TryRent(amount, [], out var rent));
        return rent.Device.ToString();
    })];

    private DeviceDirectory Directory(params (string Silo, string[] Devices)[] silos)
    {
        var fake = new FakeSilos([.. silos.Select(silo => (silo.Silo, silo.Devices, false))]);
        return new DeviceDirectory(fake, fake, _time);
    }
}
