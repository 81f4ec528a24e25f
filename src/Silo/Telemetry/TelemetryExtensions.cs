using System.Reflection;
using Moodstream.Silo.Privacy;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Moodstream.Silo.Telemetry;

/// <summary>Sends measurements to <c>/metrics</c>, and both measurements and traces by OTLP where an endpoint is configured.</summary>
internal static class TelemetryExtensions
{
    private const string MetricsPath = "/metrics";
    private const string Own = "Moodstream";

    // Room is taken for as many as there may be, of each of some hundred instruments: at the default of 2,000 that is 28 MB.
    private const int OthersSeries = 200;
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds OpenTelemetry.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="silo">Name of this silo.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, string silo)
    {
        builder.Services.AddSingleton<EmptyHistograms>();
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("moodstream", serviceVersion: version, serviceInstanceId: silo)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter($"{Own}.*", "Microsoft.Orleans")
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddView(instrument => instrument.Meter.Name.StartsWith(Own, StringComparison.Ordinal)
                    ? null
                    : new MetricStreamConfiguration { CardinalityLimit = OthersSeries })
                .AddPrometheusExporter());
        if (!builder.Configuration.CollectsTraces())
        {
            return;
        }

        telemetry
            .WithMetrics(metrics => metrics.AddOtlpExporter())
            .WithTracing(traces => traces
                .AddSource($"{Own}.*", "Microsoft.Orleans.Application")
                .AddAspNetCoreInstrumentation(options => options.Filter = context => context.Request.Path.StartsWithSegments("/api"))
                .AddProcessor(new NamelessSpans())
                .AddOtlpExporter());
    }

    /// <summary>Begins to measure; to be called before what is measured is made, so that everything starts at zero.</summary>
    /// <param name="services">The services.</param>
    public static void StartTelemetry(this IServiceProvider services)
    {
        services.GetRequiredService<MeterProvider>();
        SiloTelemetry.StartAtZero();
    }

    /// <summary>Maps <see cref="MetricsPath"/>.</summary>
    /// <param name="app">The application.</param>
    public static IEndpointConventionBuilder MapMetrics(this WebApplication app)
    {
        app.Services.GetRequiredService<EmptyHistograms>().Add(app, MetricsPath);
        return app.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    /// <summary>Serves the same without an endpoint.</summary>
    /// <param name="app">The application.</param>
    public static void UseMetrics(this IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<EmptyHistograms>().Add(app, MetricsPath);
        app.UseOpenTelemetryPrometheusScrapingEndpoint(MetricsPath);
    }

    /// <summary>Whether grain calls carry the trace on; pointless where nobody collects traces.</summary>
    /// <param name="configuration">The settings.</param>
    public static bool CollectsTraces(this IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[OtlpEndpoint]);
}
