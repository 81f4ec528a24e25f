using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Status;

namespace Moodstream.Silo.Health;

/// <summary>
/// Ready once the consumer is a member of its group. A silo beyond the number of partitions has none and is ready all the
/// same; so is one that is told not to consume.
/// </summary>
/// <param name="monitor">What ingest is doing.</param>
/// <param name="options">Whether this silo consumes.</param>
internal sealed class ConsumerHealthCheck(IngestMonitor monitor, IOptions<IngestOptions> options) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var ingest = monitor.Snapshot();
        return Task.FromResult((ingest.State, options.Value.Enabled) switch
        {
            (_, false) => HealthCheckResult.Healthy("Ingest:Enabled is false: this silo does not consume."),
            (IngestState.Stopped, _) => HealthCheckResult.Unhealthy("The consumer has not joined its group."),
            (IngestState.Retrying, _) => HealthCheckResult.Degraded($"Calls fail and are repeated: {ingest.LastError}."),
            _ => HealthCheckResult.Healthy($"The consumer serves {ingest.Partitions.Length} {(ingest.Partitions.Length == 1 ? "partition" : "partitions")}."),
        });
    }
}
