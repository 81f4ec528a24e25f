using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Moodstream.Silo.Telemetry;

/// <summary>
/// Adds histograms in which nothing was recorded yet to what Prometheus reads, with zeros: the exporter leaves them out, so that rates would
/// miss the first records, and alerts could not tell silence from a name that is wrong.
/// </summary>
internal sealed class EmptyHistograms : IDisposable
{
    private const string End = "# EOF\n";

    private readonly ConcurrentDictionary<string, (string Meter, IReadOnlyList<double> Bounds)> _histograms = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Begins to take note of histograms.</summary>
    public EmptyHistograms()
    {
        _listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("Moodstream.", StringComparison.Ordinal) || instrument.Meter.Name == "Microsoft.AspNetCore.Hosting")
            {
                Note(instrument);
            }
        };
        _listener.Start();
    }

    /// <summary>Adds them to the answer of an endpoint.</summary>
    /// <param name="app">The application, before the endpoint.</param>
    /// <param name="path">The endpoint's path.</param>
    public void Add(IApplicationBuilder app, PathString path) => app.UseWhen(context => context.Request.Path == path, branch => branch.Use(async (context, next) =>
    {
        var answer = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = answer;
        }

        var text = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            text = Complete(text);
            context.Response.ContentLength = null;
        }

        await answer.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }));

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Completes a page.</summary>
    /// <param name="page">What the exporter wrote.</param>
    internal string Complete(string page)
    {
        var missing = new StringBuilder();
        foreach (var (name, (meter, bounds)) in _histograms)
        {
            if (page.Contains($"# TYPE {name} histogram\n", StringComparison.Ordinal))
            {
                continue;
            }

            var scope = $"otel_scope_name=\"{meter}\"";
            missing.Append(CultureInfo.InvariantCulture, $"# TYPE {name} histogram\n");
            foreach (var bound in bounds)
            {
                missing.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{scope},le=\"{bound}\"}} 0\n");
            }

            missing.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{scope},le=\"+Inf\"}} 0\n{name}_sum{{{scope}}} 0\n{name}_count{{{scope}}} 0\n");
        }

        return page.EndsWith(End, StringComparison.Ordinal) ? $"{page.AsSpan(0, page.Length - End.Length)}{missing}{End}" : $"{page}{missing}";
    }

    private void Note(Instrument instrument)
    {
        IReadOnlyList<double>? bounds = instrument switch
        {
            Histogram<double> seconds => seconds.Advice?.HistogramBucketBoundaries ?? [],
            Histogram<int> sizes => [.. (sizes.Advice?.HistogramBucketBoundaries ?? []).Select(static bound => (double)bound)],
            _ => null,
        };
        if (bounds is not null)
        {
            var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : string.Empty);
            _histograms.TryAdd(name, (instrument.Meter.Name, bounds));
        }
    }
}
