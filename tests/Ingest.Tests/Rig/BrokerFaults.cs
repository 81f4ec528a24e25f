using System.Runtime.InteropServices;
using Moodstream.Ingest.Broker;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Makes the embedded broker fail, by functions of librdkafka that its product needs nowhere else.</summary>
internal sealed unsafe partial class BrokerFaults(EmbeddedBroker broker)
{
    private const string Library = "librdkafka";
    private const int BrokerId = 1;
    private const int NoBroker = -1;

    static BrokerFaults() => NativeLibrary.SetDllImportResolver(typeof(BrokerFaults).Assembly, LibRdKafka.Resolve);

    /// <summary>Cuts all connections and refuses new ones until <see cref="SetUp()"/>.</summary>
    public void SetDown() => broker.Request(static cluster => SetDown(cluster, BrokerId));

    /// <summary>Ends <see cref="SetDown()"/>.</summary>
    public void SetUp() => broker.Request(static cluster => SetUp(cluster, BrokerId));

    /// <summary>Delays every answer.</summary>
    /// <param name="delay">By how much.</param>
    public void Delay(TimeSpan delay) => broker.Request(cluster => SetRoundTrip(cluster, BrokerId, (int)delay.TotalMilliseconds));

    /// <summary>Drops a partition's records before an offset, as retention or an overfull partition would.</summary>
    public void DeleteRecords(string topic, int partition, long beforeOffset) =>
        broker.Request(cluster => DeleteRecords(cluster, topic, partition, beforeOffset));

    /// <summary>Takes a partition's leader away until <see cref="ReturnLeader"/>.</summary>
    public void RemoveLeader(string topic, int partition) => broker.Request(cluster => SetLeader(cluster, topic, partition, NoBroker));

    /// <summary>Ends <see cref="RemoveLeader"/>.</summary>
    public void ReturnLeader(string topic, int partition) => broker.Request(cluster => SetLeader(cluster, topic, partition, BrokerId));

    /// <summary>Makes the next requests of one kind fail, one after the other.</summary>
    public void FailRequests(KafkaRequest request, params ErrorCode[] errors) => broker.Request(cluster =>
    {
        fixed (ErrorCode* first = errors)
        {
            PushRequestErrors(cluster, (short)request, (nuint)errors.Length, first);
        }

        return ErrorCode.NoError;
    });

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_delete_records", StringMarshalling = StringMarshalling.Utf8)]
    private static partial ErrorCode DeleteRecords(nint cluster, string topic, int partition, long beforeOffset);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    private static partial ErrorCode SetLeader(nint cluster, string topic, int partition, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    private static partial ErrorCode SetRoundTrip(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial ErrorCode SetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial ErrorCode SetUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushRequestErrors(nint cluster, short apiKey, nuint count, ErrorCode* errors);
}
