using Microsoft.Extensions.DependencyInjection;
using Moodstream.Grains;
using Moodstream.Grains.Interfaces;
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
