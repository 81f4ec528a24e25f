using Microsoft.Extensions.DependencyInjection;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Placement;
using Orleans.Streams;
using Orleans.TestingHost;

namespace Moodstream.Cluster.Tests;

/// <summary>What tests ask of silos.</summary>
internal static class SiloHandles
{
    public static IGrainFactory GrainFactory(this InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGrainFactory>();

    public static IStreamProvider EmotionStreams(this InProcessSiloHandle silo) =>
        silo.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(EmotionStream.Provider);

    public static IReadOnlyList<DeviceKey> Devices(this InProcessSiloHandle silo) =>
        silo.ServiceProvider.GetRequiredService<IDeviceDirectory>().Devices;
}
