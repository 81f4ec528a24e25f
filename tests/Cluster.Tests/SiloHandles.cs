using Microsoft.Extensions.DependencyInjection;
using Moodstream.Grains;
using Orleans.TestingHost;

namespace Moodstream.Cluster.Tests;

/// <summary>What tests ask of silos.</summary>
internal static class SiloHandles
{
    public static IGrainFactory GrainFactory(this InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGrainFactory>();

    public static Orleans.Streams.IStreamProvider GetRequiredKeyedStreamProvider(this IServiceProvider services) =>
        services.GetRequiredKeyedService<Orleans.Streams.IStreamProvider>(Moodstream.Grains.Interfaces.EmotionStream.Provider);

    public static IDeviceDirectory GetRequiredDirectory(this IServiceProvider services) => services.GetRequiredService<IDeviceDirectory>();
}
