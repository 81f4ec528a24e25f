using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Moodstream.Silo.Health;

/// <summary>Degraded while PostgreSQL does not answer: posts wait, and so does whoever asks for timelines, but another silo would do no better.</summary>
/// <param name="watch">Asks it.</param>
internal sealed class PostgresHealthCheck(PostgresWatch watch) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.Problem is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy("PostgreSQL answers."));
}
