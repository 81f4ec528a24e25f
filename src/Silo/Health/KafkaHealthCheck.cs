using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moodstream.Ingest.Status;

namespace Moodstream.Silo.Health;

/// <summary>Ready while Kafka answers.</summary>
/// <param name="monitor">Knows whether it does.</param>
internal sealed class KafkaHealthCheck(IngestMonitor monitor) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(monitor.KafkaProblem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy("Kafka answers."));
}
