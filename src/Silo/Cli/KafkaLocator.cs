using System.CommandLine;
using Microsoft.Extensions.Options;
using Moodstream.Ingest.Hosting;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;
using Moodstream.Silo.Status;

namespace Moodstream.Silo.Cli;

/// <summary>
/// Finds Kafka for the verbs that work with a running system: by <c>--bootstrap</c>, by the setting
/// <c>Kafka:BootstrapServers</c>, or by asking a silo.
/// </summary>
internal sealed class KafkaLocator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyDictionary<string, string?> _settings;

    /// <summary>Makes a locator and gives its options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="settings">Settings from the command line.</param>
    public KafkaLocator(Command verb, IReadOnlyDictionary<string, string?> settings)
    {
        _settings = settings;
        verb.Add(Bootstrap);
        Url.DefaultValueFactory = static _ => new Uri("http://127.0.0.1:8080");
        verb.Add(Url);
    }

    private Option<string?> Bootstrap { get; } = new("--bootstrap")
    {
        Description = "Kafka's address; without it a silo is asked.",
        HelpName = "HOST:PORT",
    };

    private Option<Uri?> Url { get; } = SiloAddress.Option("--url", "The silo to ask for Kafka's address.");

    /// <summary>The silo that was asked; null where none had to be.</summary>
    public Uri? Silo { get; private set; }

    /// <summary>Finds Kafka.</summary>
    /// <param name="arguments">The verb's arguments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Where it is, and its topics.</returns>
    /// <exception cref="StartupException">No silo answers.</exception>
    public async Task<(KafkaOptions Options, KafkaEndpoint Endpoint)> FindAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string?>(_settings, StringComparer.OrdinalIgnoreCase);
        if (arguments.GetValue(Bootstrap) is { } bootstrap)
        {
            settings[$"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}"] = bootstrap;
        }

        await using var services = new ServiceCollection().AddKafka(MoodstreamSettings.Load(settings)).BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        if (!options.UsesEmbeddedBroker)
        {
            return (options, new KafkaEndpoint(options.BootstrapServers!, IsEmbedded: false));
        }

        Silo = arguments.GetValue(Url)!;
        return await AskAsync(Silo, options, cancellationToken);
    }

    private static async Task<(KafkaOptions Options, KafkaEndpoint Endpoint)> AskAsync(Uri url, KafkaOptions options, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = Patience };
        try
        {
            var status = await http.GetFromJsonAsync<SiloLocation>("/api/status", cancellationToken);
            var kafka = status?.Kafka ?? throw new HttpRequestException("It is no Moodstream silo.");
            options.PostsTopic = kafka.Topics.Posts;
            options.EventsTopic = kafka.Topics.Events;
            options.DeadLetterTopic = kafka.Topics.DeadLetters;
            options.GroupId = kafka.GroupId;
            return (options, new KafkaEndpoint(kafka.BootstrapServers, kafka.Embedded));
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            throw new StartupException(
                $"No silo answers at {url.AbsoluteUri}; start one, name another with --url=http://HOST:PORT, or name Kafka with --bootstrap=HOST:PORT.");
        }
    }

    /// <summary>The part of <see cref="StatusAnswer"/> that is needed here.</summary>
    private sealed record SiloLocation(KafkaLocation? Kafka);

    private sealed record KafkaLocation(string BootstrapServers, bool Embedded, string GroupId, TopicsAnswer Topics);
}
