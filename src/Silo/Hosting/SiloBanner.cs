using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Ingest.Kafka;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Hosting;

/// <summary>Says in the log where everything is, once everything runs.</summary>
/// <param name="logger">The log.</param>
/// <param name="server">The HTTP server.</param>
/// <param name="kafka">Kafka's address.</param>
/// <param name="model">The model.</param>
/// <param name="inference">Whether this silo offers devices.</param>
/// <param name="http">Whether metrics and health have a port of their own.</param>
internal sealed partial class SiloBanner(ILogger<SiloBanner> logger, IServer server, KafkaEndpoint kafka, IEmotionModel model, IOptions<InferenceOptions> inference, IOptions<HttpOptions> http)
{
    /// <summary>Writes the lines.</summary>
    public void Write()
    {
        var operations = http.Value.OperationsUrl;
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        LogHttp(string.Join(", ", addresses.Where(address => address != operations)));
        if (operations is not null)
        {
            LogOperations(operations);
        }

        LogKafka(kafka.BootstrapServers, kafka.IsEmbedded ? "embedded broker: in memory, for trials" : "your server");
        LogModel(model.Info.Name, model.Info.Version, string.Join(", ", model.Info.Labels));
        LogDevices(inference.Value.OffersDevices
            ? string.Join(", ", model.Devices.Select(device => $"{device.Id} ({device.Provider})"))
            : "none offered; what needs one goes to other silos");
    }

    [LoggerMessage(LogLevel.Information, "Dashboard and API: {Addresses}")]
    private partial void LogHttp(string addresses);

    [LoggerMessage(LogLevel.Information, "Metrics and health: {Address}")]
    private partial void LogOperations(string address);

    [LoggerMessage(LogLevel.Information, "Kafka: {BootstrapServers} ({Kind})")]
    private partial void LogKafka(string bootstrapServers, string kind);

    [LoggerMessage(LogLevel.Information, "Model: {Model} {Version} ({Labels})")]
    private partial void LogModel(string model, string version, string labels);

    [LoggerMessage(LogLevel.Information, "Devices: {Devices}")]
    private partial void LogDevices(string devices);
}
