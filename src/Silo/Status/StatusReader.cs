using System.Collections.Concurrent;
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
/// <param name="membership">Who is in the cluster, as this silo knows it.</param>
/// <param name="table">Tells since when they are.</param>
/// <param name="batches">Sizes of batches.</param>
/// <param name="seats">Readers of the live feed.</param>
internal sealed class StatusReader(
    IngestMonitor monitor,
    IEmotionModel model,
    IDeviceDirectory devices,
    IDeviceCredits credits,
    ILocalSiloDetails local,
    IClusterMembershipService membership,
    IMembershipTable table,
    DeviceBatches batches,
    FeedSeats seats)
{
    private readonly ConcurrentDictionary<SiloAddress, DateTimeOffset> _starts = [];

    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>What is so at this moment.</summary>
    public async Task<StatusAnswer> ReadAsync()
    {
        ClusterMember[] members = [.. membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active).OrderBy(member => member.Name, StringComparer.Ordinal)];
        await LearnStartsAsync(members);
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
                member.Name,
                member.SiloAddress.Endpoint.ToString(),
                JsonNamingPolicy.CamelCase.ConvertName(member.Status.ToString()),
                _starts.TryGetValue(member.SiloAddress, out var start) ? start : null))],
            seats.Taken);
    }

    /// <summary>Reads once for each member since when it is there; a table that is away keeps nobody from the rest.</summary>
    private async Task LearnStartsAsync(ClusterMember[] members)
    {
        if (members.All(member => _starts.ContainsKey(member.SiloAddress)))
        {
            return;
        }

        try
        {
            foreach (var (entry, _) in (await table.ReadAllAsync(CancellationToken.None)).Members)
            {
                _starts[entry.SiloAddress] = new DateTimeOffset(entry.StartTime, TimeSpan.Zero);
            }
        }
        catch (Exception)
        {
            // The next request asks again.
        }
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
