using System.CommandLine;
using Microsoft.Extensions.Options;
using Moodstream.Ingest.Broker;
using Moodstream.Ingest.Hosting;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>broker</c>: runs the embedded Kafka broker alone, for trials that span several processes.</summary>
internal sealed class BrokerCommand : Command
{
    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public BrokerCommand(IReadOnlyDictionary<string, string?> settings)
        : base("broker", "Run the embedded Kafka broker alone and print its address. It keeps messages in a little memory only: for trials.") =>
        SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));

    private static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        await using var services = new ServiceCollection().AddKafka(MoodstreamSettings.Load(settings)).BuildServiceProvider();
        using var broker = new EmbeddedBroker(services.GetRequiredService<IOptions<KafkaOptions>>().Value);
        Console.WriteLine(broker.BootstrapServers);
        await Task.Delay(Timeout.Infinite, ends.Token).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return 0;
    }
}
