namespace Moodstream.Silo.Status;

/// <summary><c>GET /api/status</c>: where everything is, and how it is doing.</summary>
internal static class StatusEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapStatus(this IEndpointRouteBuilder api) =>
        api.MapGet("/status", (StatusReader status) => status.ReadAsync())
            .WithName("Status")
            .WithTags("Operations")
            .WithSummary("Kafka's address, topics, lag and gaps; model; devices with the execution provider really in use; members of the cluster.");
}
