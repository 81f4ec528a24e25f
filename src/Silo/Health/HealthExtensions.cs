using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moodstream.Grains.Postgres;

namespace Moodstream.Silo.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can take work.</summary>
internal static class HealthExtensions
{
    private const string LivePath = "/health/live";
    private const string ReadyPath = "/health/ready";

    /// <summary>Adds the checks.</summary>
    /// <param name="services">The services, with PostgreSQL where it is used.</param>
    public static void AddHealth(this IServiceCollection services)
    {
        var checks = services.AddHealthChecks()
            .AddCheck<SiloHealthCheck>("silo")
            .AddCheck<ConsumerHealthCheck>("consumer")
            .AddCheck<KafkaHealthCheck>("kafka");
        if (services.Any(service => service.ServiceType == typeof(PostgresDatabase)))
        {
            services.AddSingleton<PostgresWatch>();
            services.AddHostedService(provider => provider.GetRequiredService<PostgresWatch>());
            checks.AddCheck<PostgresHealthCheck>("postgres");
        }
    }

    /// <summary>Adds the endpoints.</summary>
    /// <param name="app">The application.</param>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(LivePath, Live()).DisableRateLimiting();
        app.MapHealthChecks(ReadyPath, Ready()).DisableRateLimiting();
    }

    /// <summary>Serves the same without endpoints.</summary>
    /// <param name="app">The application.</param>
    public static void UseHealth(this IApplicationBuilder app) => app.UseHealthChecks(LivePath, Live()).UseHealthChecks(ReadyPath, Ready());

    private static HealthCheckOptions Live() => new() { Predicate = _ => false, ResponseWriter = WriteAsync };

    private static HealthCheckOptions Ready() => new() { ResponseWriter = WriteAsync };

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new HealthAnswer(
            Word(report.Status),
            report.Entries.ToDictionary(entry => entry.Key, entry => new HealthAnswerCheck(Word(entry.Value.Status), entry.Value.Description))));

    private static string Word(HealthStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}

/// <summary>What the health endpoints answer.</summary>
/// <param name="Status">The worst of the checks: healthy, degraded or unhealthy.</param>
/// <param name="Checks">Each check by name.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, HealthAnswerCheck> Checks);

/// <summary>One check.</summary>
/// <param name="Status">healthy, degraded or unhealthy.</param>
/// <param name="Description">Why, for people.</param>
internal sealed record HealthAnswerCheck(string Status, string? Description);
