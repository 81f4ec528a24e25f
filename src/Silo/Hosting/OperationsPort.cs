using Moodstream.Silo.Health;
using Moodstream.Silo.Telemetry;

namespace Moodstream.Silo.Hosting;

/// <summary>A port for those who run the silo: metrics and health, and nothing else. Whoever reaches it is answered.</summary>
internal static class OperationsPort
{
    /// <summary>Serves it; goes by the port at which a request came in, since a header may say anything.</summary>
    /// <param name="app">The application.</param>
    /// <param name="url">Its address.</param>
    public static void UseOperationsPort(this WebApplication app, string url)
    {
        var port = BindingAddress.Parse(url).Port;
        app.MapWhen(context => context.Connection.LocalPort == port, operations =>
        {
            operations.UseMetrics();
            operations.UseHealth();
            operations.Run(context => Results.Problem("Only /metrics, /health/live and /health/ready are at this port.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context));
        });
    }
}
