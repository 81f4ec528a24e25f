using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Moodstream.EndToEnd.Tests.Browser;

/// <summary>A person at a browser of their own. What the page complains about, and what it asks of other hosts, fails the test.</summary>
internal sealed class Visit : IAsyncDisposable
{
    public const string Light = "light";
    public const string Dark = "dark";
    public const string Phone = "phone";

    private static readonly string Screenshots = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    private readonly IBrowserContext _context;
    private readonly string _look;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Visit(IBrowserContext context, IPage page, string look)
    {
        _context = context;
        Page = page;
        _look = look;
    }

    public IPage Page { get; }

    /// <summary>Opens a browser window.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="home">Address of the silo.</param>
    /// <param name="look">Light, dark or phone.</param>
    public static async Task<Visit> BeginAsync(Chromium chromium, Uri home, string look = Light)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = home.ToString(),
            ColorScheme = look == Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = look == Phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1440, Height = 1000 },
            TimezoneId = "Europe/Zurich",
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Chromium.PatienceMs);
        var visit = new Visit(context, await context.NewPageAsync(), look);
        visit.Page.PageError += (_, error) => visit._complaints.Enqueue(error);
        visit.Page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsAbsoluteUri: true, Scheme: "http" or "https" } address && address.Authority != home.Authority)
            {
                visit._complaints.Enqueue($"The page asks another host: {request.Url}");
            }
        };
        visit.Page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                visit._complaints.Enqueue(message.Text);
            }
        };
        return visit;
    }

    public ILocator Id(string id) => Page.Locator($"#{id}");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    /// <summary>Keeps a picture of the page among the tests' output.</summary>
    public async Task KeepAsync(string name)
    {
        var file = Path.Combine(Screenshots, $"{name}-{_look}.png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
        TestContext.Current.AddAttachment($"{name}-{_look}.png", await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), "image/png");
    }

    /// <summary>Checks the page by the rules of WCAG 2.1 A and AA, that it fits its window, and that nothing went wrong on it.</summary>
    public async Task IsSoundAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa") });
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} at {string.Join(", ", violation.Nodes.Select(node => node.Html))}")));
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than its window.");
        Assert.Empty(_complaints);
    }

    /// <summary>Waits until an element shows a text.</summary>
    public static Task ShowsAsync(ILocator locator, string text) =>
        Assertions.Expect(locator).ToContainTextAsync(text);

    /// <summary>Waits until the address matches.</summary>
    public Task IsAtAsync(string pattern) => Assertions.Expect(Page).ToHaveURLAsync(new Regex(pattern));

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
