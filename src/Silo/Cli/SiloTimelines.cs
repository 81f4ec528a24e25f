using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Moodstream.Ingest.Verifying;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary>Timelines as a running silo answers them over HTTP.</summary>
/// <param name="silo">Its address.</param>
internal sealed class SiloTimelines(Uri silo) : ITimelineSource, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = silo };

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await GetAsync(userId, cancellationToken);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return Encoding.UTF8.GetBytes(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> GetAsync(string userId, CancellationToken cancellationToken)
    {
        var path = new Uri($"/api/users/{Uri.EscapeDataString(userId)}/timeline?format=ndjson", UriKind.Relative);
        HttpStatusCode? status = null;
        try
        {
            var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            status = answer.StatusCode;
            return answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException exception)
        {
            throw new StartupException(status is null
                ? $"No silo answers at {silo.AbsoluteUri} ({exception.Message}); start one, or name another with --api=http://HOST:PORT."
                : $"The silo at {silo.AbsoluteUri} does not answer with timelines (status {(int)status}); see its log, or name another with --api=http://HOST:PORT.");
        }
    }
}
