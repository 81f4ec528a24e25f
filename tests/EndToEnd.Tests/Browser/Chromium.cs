using Microsoft.Playwright;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests.Browser;

/// <summary>The browser that the machine has. Nothing is downloaded: where there is none, tests that need one are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "CHROMIUM";

    /// <summary>How long a page may take to come to a state, on a machine that does other things as well.</summary>
    public const int PatienceMs = 30_000;

    private static readonly string? Path = new[]
    {
        Environment.GetEnvironmentVariable(Variable), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    }.FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser!;

    /// <summary>Skips the calling test where the machine has no browser or the checkout no model.</summary>
    public static void Require()
    {
        Assert.SkipWhen(Path is null, $"This machine has no Chromium; install it (Debian: apt-get install chromium) or name one in {Variable}.");
        Bundle.Require();
    }

    public async ValueTask InitializeAsync()
    {
        if (Path is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-proxy-server", "--host-resolver-rules=MAP rebound.example 127.0.0.1",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
