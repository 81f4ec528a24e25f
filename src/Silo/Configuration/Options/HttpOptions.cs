using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>The HTTP server.</summary>
[SettingsSection("Http")]
internal sealed class HttpOptions
{
    private const string HostName = @"((\*\.)?[^\s,;/:*\[\]]+|\[[0-9A-Fa-f:.]+\])";

    /// <summary>
    /// Largest request body, in bytes. The default holds the largest picture that the default of
    /// <c>Ingest:MaxPictureBytes</c> admits, in base64, and the text.
    /// </summary>
    [Range(1_024, 1_073_741_824)]
    public long MaxRequestBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Most memory for the bodies of all requests at a time, in MiB; further ones are answered 503. Working with a body takes up to four times its
    /// size. At least one body of <see cref="MaxRequestBytes"/> is always admitted.
    /// </summary>
    [Range(1, 16_384)]
    public int MaxBodyMegabytes { get; set; } = 64;

    /// <summary>Most posts of one request to <c>/api/classify/batch</c>.</summary>
    [Range(1, 1_000)]
    public int MaxBatchPosts { get; set; } = 100;

    /// <summary>Most requests a second of one caller (key, token, or address), and twice as many in a burst; of more it is told to come back.</summary>
    [Range(1, 1_000_000)]
    public int MaxRequestsPerSecond { get; set; } = 1_000;

    /// <summary>Most requests of one caller at a time, besides its readers of the live feed.</summary>
    [Range(1, 100_000)]
    public int MaxRequestsAtOnce { get; set; } = 256;

    /// <summary>Most connections at a time; further ones are closed at once. Each reader of the live feed takes one.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 5_000;

    /// <summary>Most connections of one address at a time. Behind a proxy all come from its address.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 2_000;

    /// <summary>
    /// Names by which this server may be called besides <c>localhost</c>, loopback addresses and those in <c>urls</c> (of all addresses:
    /// this machine's), such as <c>mood.example.org</c> or <c>*.example.org</c>, separated by commas; <c>*</c> for any, which lets every web page
    /// that somebody here visits use the API.
    /// </summary>
    [RegularExpression(
        $@"^\s*(\*|{HostName}(\s*[,;]\s*{HostName})*)\s*$",
        ErrorMessage = "write names without scheme and port, such as mood.example.org, separated by commas, or *")]
    public string? AllowedHosts { get; set; }

    /// <summary>
    /// Origins of other web pages that may use the API from a browser (CORS), and change something by it, such as <c>https://example.org</c>, separated by commas;
    /// <c>*</c> for all; none for no page but the dashboard.
    /// </summary>
    [RegularExpression(
        @"\s*(\*|https?://[^/,\s]+(\s*,\s*https?://[^/,\s]+)*)\s*",
        ErrorMessage = "write origins without a path, such as https://example.org, separated by commas, or *")]
    public string? AllowedOrigins { get; set; }

    /// <summary>
    /// Address, such as <c>http://0.0.0.0:9464</c>, where <c>/metrics</c> and <c>/health</c> are served, to whoever reaches it and instead of at <c>urls</c>;
    /// none for there.
    /// </summary>
    [RegularExpression(@"https?://[^/;\s]+:[1-9]\d{0,4}", ErrorMessage = "write one address with its port, such as http://0.0.0.0:9464")]
    public string? OperationsUrl { get; set; }
}
