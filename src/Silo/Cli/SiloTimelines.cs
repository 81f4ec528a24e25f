using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using Moodstream.Ingest.Verifying;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary>Timelines as a running silo answers them over HTTP, to the key or token in the environment where it wants one.</summary>
internal sealed class SiloTimelines : ITimelineSource, IDisposable
{
    private const string KeyVariable = "MOODSTREAM_API_KEY";

    private readonly Uri _silo;
    private readonly HttpClient _http;

    /// <summary>Reads timelines from a silo.</summary>
    /// <param name="silo">Its address.</param>
    public SiloTimelines(Uri silo)
    {
        _silo = silo;
        _http = new HttpClient { BaseAddress = silo };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

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
            while (true)
            {
                var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (answer is not { StatusCode: HttpStatusCode.TooManyRequests, Headers.RetryAfter.Delta: { } pause })
                {
                    status = answer.StatusCode;
                    return answer.EnsureSuccessStatusCode();
                }

                // Thousands of timelines, one after the other, are more than a silo admits of one caller.
                answer.Dispose();
                await Task.Delay(pause, cancellationToken);
            }
        }
        catch (HttpRequestException exception)
        {
            throw new StartupException(status is null
                ? $"No silo answers at {_silo.AbsoluteUri} ({exception.Message}); start one, or name another with --api=http://HOST:PORT."
                : $"The silo at {_silo.AbsoluteUri} does not answer with timelines (status {(int)status}); see its log, give a key that may read timelines in the environment variable {KeyVariable} where it wants one, or name another with --api=http://HOST:PORT.");
        }
    }
}
