using System.Reflection;
using System.Text.Json;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Placement;
using Moodstream.Inference.Models;
using Moodstream.Ingest.Status;
using Moodstream.Silo.Live;
using Moodstream.Silo.Telemetry;

namespace Moodstream.Silo.Status;

/// <summary>Gathers what <c>/api/status</c> answers.</summary>
/// <param name="monitor">What ingest is doing.</param>
/// <param name="model">The model.</param>
/// <param name="devices">Devices of the cluster.</param>
/// <param name="credits">What this silo may send to them.</param>
/// <param name="local">This silo.</param>
/// <param name="grains">Asks for the cluster's members.</param>
/// <param name="batches">Sizes of batches.</param>
/// <param name="seats">Readers of the live feed.</param>
internal sealed class StatusReader(
    IngestMonitor monitor,
    IEmotionModel model,
    IDeviceDirectory devices,
    IDeviceCredits credits,
    ILocalSiloDetails local,
    IGrainFactory grains,
    DeviceBatches batches,
    FeedSeats seats)
{
    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>What is so at this moment.</summary>
    public async Task<StatusAnswer> ReadAsync()
    {
        var members = await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true);
        var ingest = monitor.Snapshot();
        var standing = credits.Credits.ToLookup(
            credit => credit.Device, credit => new CreditAnswer(credit.Modality.Name, credit.Limit, credit.Outstanding, credit.StandsBack));
        return new StatusAnswer(
            Version,
            local.Name,
            KafkaOf(ingest),
            new RatesAnswer(ingest.ConsumedPerSecond, ingest.PublishedPerSecond),
            new DeadLettersAnswer(ingest.DeadLetters.Values.Sum(), ingest.DeadLetters),
            new ModelAnswer(model.Info.Name, model.Info.Version, model.Info.Labels, [.. model.Info.Modalities.Select(modality => modality.Name)]),
            [.. devices.Devices.Select(device => new DeviceAnswer(
                device.Silo, device.Device, ProviderOf(device.Silo, device.Device), BatchSizeOf(device.Silo, device.Device), [.. standing[device]]))],
            [.. members.Select(member => new SiloAnswer(
                member.SiloName, member.SiloAddress.Endpoint.ToString(), JsonNamingPolicy.CamelCase.ConvertName(member.Status.ToString()), new DateTimeOffset(member.StartTime, TimeSpan.Zero)))],
            seats.Taken);
    }

    private static KafkaAnswer KafkaOf(IngestStatus ingest) => new(
        ingest.BootstrapServers,
        ingest.IsEmbedded,
        ingest.GroupId,
        ingest.State,
        new TopicsAnswer(ingest.PostsTopic, ingest.EventsTopic, ingest.DeadLetterTopic),
        ingest.Consumed,
        ingest.Published,
        ingest.InFlightPosts,
        ingest.Lag,
        ingest.Gaps,
        ingest.Retries,
        ingest.LastError,
        ingest.LastErrorAt,
        ingest.Partitions);

    private double? BatchSizeOf(string silo, string device) => silo == local.Name ? batches.Average(device) : null;

    private string? ProviderOf(string silo, string device) =>
        silo == local.Name ? model.Devices.FirstOrDefault(mine => mine.Id == device)?.Provider : null;
}
