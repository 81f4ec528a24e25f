using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Moodstream.Silo.Http;

/// <summary>
/// Compresses answers for those who ask for it. Server-sent events go as they are: they must not wait for a block to fill up. Over HTTPS too: no
/// answer holds a secret beside what the asker chose, which is what guessing by length (BREACH) needs.
/// </summary>
internal static class Compression
{
    private static readonly string[] Types =
    [
        "application/json", "application/problem+json", "application/x-ndjson", "text/csv", "text/html", "text/css", "text/javascript",
        "text/plain", "image/svg+xml",
    ];

    /// <summary>Adds what compresses.</summary>
    /// <param name="services">The services.</param>
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = Types;
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }
}
