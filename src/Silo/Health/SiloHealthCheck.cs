using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Moodstream.Silo.Health;

/// <summary>Ready once the silo is an active member of its cluster, and until it begins to leave.</summary>
/// <param name="oracle">Who is in the cluster.</param>
/// <param name="lifetime">Whether the program is stopping.</param>
internal sealed class SiloHealthCheck(ISiloStatusOracle oracle, IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = oracle.CurrentStatus;
        return Task.FromResult(status == SiloStatus.Active && !lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Healthy("The silo is active.")
            : HealthCheckResult.Unhealthy($"The silo is {status}{(lifetime.ApplicationStopping.IsCancellationRequested ? " and stopping" : string.Empty)}."));
    }
}
