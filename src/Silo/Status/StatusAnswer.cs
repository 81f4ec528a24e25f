using System.Collections.Immutable;
using Moodstream.Ingest.Status;

namespace Moodstream.Silo.Status;

/// <summary>What <c>GET /api/status</c> answers: this silo, and what it knows of its cluster.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Silo">Name of the silo that answers.</param>
/// <param name="Kafka">Kafka as this silo sees it; counts are since its start.</param>
/// <param name="Rates">Messages per second over the last ten seconds.</param>
/// <param name="DeadLetters">Dead letters since the start.</param>
/// <param name="Model">The model that is being served.</param>
/// <param name="Devices">Devices of the whole cluster.</param>
/// <param name="Silos">Members of the cluster.</param>
/// <param name="LiveReaders">Readers of this silo's live feed.</param>
internal sealed record StatusAnswer(
    string Version,
    string Silo,
    KafkaAnswer Kafka,
    RatesAnswer Rates,
    DeadLettersAnswer DeadLetters,
    ModelAnswer Model,
    IReadOnlyList<DeviceAnswer> Devices,
    IReadOnlyList<SiloAnswer> Silos,
    int LiveReaders);

/// <summary>Kafka as a silo sees it.</summary>
/// <param name="BootstrapServers">Its address.</param>
/// <param name="Embedded">Whether it is the broker inside the silo's process.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="State">What the consumer is doing.</param>
/// <param name="Topics">The topics.</param>
/// <param name="Consumed">Messages read.</param>
/// <param name="Published">Events whose delivery the server confirmed.</param>
/// <param name="InFlight">Posts waiting or at work.</param>
/// <param name="Lag">Messages of this silo's partitions that are not committed yet; null while an end is unknown.</param>
/// <param name="Gaps">Offsets that the server dropped before they were read, each a post that nobody classifies.</param>
/// <param name="Retries">Failed calls that were repeated.</param>
/// <param name="LastError">The latest error; null where there was none.</param>
/// <param name="LastErrorAt">When it happened, in UTC.</param>
/// <param name="Partitions">The partitions of the posts topic that this silo serves.</param>
internal sealed record KafkaAnswer(
    string BootstrapServers,
    bool Embedded,
    string GroupId,
    IngestState State,
    TopicsAnswer Topics,
    long Consumed,
    long Published,
    long InFlight,
    long? Lag,
    long Gaps,
    long Retries,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    ImmutableArray<PartitionStatus> Partitions);

/// <summary>Names of the topics.</summary>
/// <param name="Posts">Posts come in here.</param>
/// <param name="Events">Emotion events go out here.</param>
/// <param name="DeadLetters">Posts that can never be classified.</param>
internal sealed record TopicsAnswer(string Posts, string Events, string DeadLetters);

/// <summary>Messages per second.</summary>
/// <param name="ConsumedPerSecond">Posts read.</param>
/// <param name="PublishedPerSecond">Events published.</param>
internal sealed record RatesAnswer(double ConsumedPerSecond, double PublishedPerSecond);

/// <summary>Dead letters.</summary>
/// <param name="Total">All of them.</param>
/// <param name="ByType">By type of failure.</param>
internal sealed record DeadLettersAnswer(long Total, ImmutableSortedDictionary<string, long> ByType);

/// <summary>The model that is being served.</summary>
/// <param name="Name">Name of the bundle.</param>
/// <param name="Version">Version of the bundle.</param>
/// <param name="Labels">The emotions, in the order of every probability vector.</param>
/// <param name="Modalities">What it can read.</param>
internal sealed record ModelAnswer(string Name, string Version, ImmutableArray<string> Labels, ImmutableArray<string> Modalities);

/// <summary>An inference device.</summary>
/// <param name="Silo">The silo that owns it.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Provider">The execution provider really in use; null for another silo's device, which that silo tells.</param>
/// <param name="BatchSize">Items in a batch, as a moving average; null where it has computed none, and for another silo's device.</param>
/// <param name="Credits">What the silo that answers may send to it; empty where it has sent nothing.</param>
internal sealed record DeviceAnswer(string Silo, string Id, string? Provider, double? BatchSize, IReadOnlyList<CreditAnswer> Credits);

/// <summary>How a silo stands with a device.</summary>
/// <param name="Modality">What is encoded there.</param>
/// <param name="Limit">Contents that may be outstanding, as the device announced last.</param>
/// <param name="Outstanding">Contents that are.</param>
/// <param name="StandsBack">Whether the device failed a moment ago, and gets nothing while another one is there.</param>
internal sealed record CreditAnswer(string Modality, int Limit, int Outstanding, bool StandsBack);

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where other silos reach it.</param>
/// <param name="Status">Its state in the membership.</param>
/// <param name="StartedAt">When it started, in UTC; null while the membership table cannot be read.</param>
internal sealed record SiloAnswer(string Name, string Address, string Status, DateTimeOffset? StartedAt);
