using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Moodstream.Silo.Health;

/// <summary>Ready while Kafka answers.</summary>
/// <param name="watch">Asks it.</param>
internal sealed class KafkaHealthCheck(KafkaWatch watch) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.Problem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy("Kafka answers."));
}
