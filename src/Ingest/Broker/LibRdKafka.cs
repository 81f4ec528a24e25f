using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Moodstream.Ingest.Broker;

/// <summary>The functions of librdkafka that Confluent.Kafka does not wrap: a bare client and the mock cluster.</summary>
internal static unsafe partial class LibRdKafka
{
    public const int ProducerType = 0;
    public const int ConfigOk = 0;

    private const string Name = "librdkafka";

    private static readonly string[] FileNames = [Name, "centos8-librdkafka", "alpine-librdkafka"];

    /// <summary>
    /// Binds the imports to the very file that Confluent.Kafka loaded: its package ships one per C library, and two
    /// copies in one process would each have their own threads and globals.
    /// </summary>
    static LibRdKafka() => NativeLibrary.SetDllImportResolver(typeof(LibRdKafka).Assembly, Resolve);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint ConfNew();

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ConfSet(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void ConfDestroy(nint conf);

    /// <summary>Makes a client; takes ownership of <paramref name="conf"/> unless it returns 0.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_new")]
    public static partial nint New(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static partial nint MockClusterNew(nint client, int brokers);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static partial void MockClusterDestroy(nint cluster);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static partial byte* MockClusterBootstraps(nint cluster);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    public static partial void MockGroupInitialRebalanceDelay(nint cluster, int milliseconds);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_set_controller_id")]
    public static partial void MockSetControllerId(nint cluster, int broker);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode MockTopicCreate(nint cluster, string topic, int partitions, int replicationFactor);

    /// <summary>Finds the file that Confluent.Kafka loaded; 0 for every other library.</summary>
    internal static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Name)
        {
            return 0;
        }

        _ = Library.Version;
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (module.ModuleName.Contains(Name, StringComparison.OrdinalIgnoreCase)
                && !module.ModuleName.Contains("++", StringComparison.Ordinal)
                && NativeLibrary.TryLoad(module.FileName, out var loaded))
            {
                return loaded;
            }
        }

        foreach (var file in FileNames)
        {
            if (NativeLibrary.TryLoad(file, typeof(Library).Assembly, null, out var loaded))
            {
                return loaded;
            }
        }

        return 0;
    }
}
