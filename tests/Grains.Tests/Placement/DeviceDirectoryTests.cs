using Moodstream.Grains.Placement;

namespace Moodstream.Grains.Tests.Placement;

public sealed class DeviceDirectoryTests
{
    [Fact]
    public void The_devices_of_all_silos_are_listed()
    {
        var directory = new DeviceDirectory(new FakeSilos(("b", ["cpu:0"], null), ("a", ["cuda:0", "cuda:1"], null)));

        Assert.Equal(["a/cuda:0", "a/cuda:1", "b/cpu:0"], directory.Devices.Select(device => device.ToString()));
    }
}
