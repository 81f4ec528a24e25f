using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Hosting;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Api;

/// <summary>The real host in this process, with its embedded broker, on a free port and with data of its own.</summary>
public class HostFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-host-");
    private WebApplication? _app;

    /// <summary>Whether this checkout has the model that the host serves.</summary>
    public static bool HasModel { get; } = File.Exists(Path.Combine(Repository.Root, "models", "default", "bundle.json"));

    public HttpClient Http { get; } = new();

    public IServiceProvider Services => _app!.Services;

    /// <summary>Settings that a class of tests needs beside those of all.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    public virtual async ValueTask InitializeAsync()
    {
        if (!HasModel)
        {
            return;
        }

        var settings = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Timeline:Path"] = Path.Combine(_folder.FullName, "timeline"),
            ["Models:Path"] = Path.Combine(Repository.Root, "models"),
            ["Inference:Devices"] = "cpu",
            ["Http:MaxRequestBytes"] = "2000000",
            ["Http:AllowedOrigins"] = "https://allowed.example, https://second.example",
            ["Live:MaxReaders"] = "3",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (name, value) in Settings)
        {
            settings[name] = value;
        }

        _app = SiloHost.Create(MoodstreamSettings.Load(settings), demo: false);
        await SiloHost.StartAsync(_app);
        Http.BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Skips the calling test where there is no model to serve.</summary>
    public static void Require() => Assert.SkipUnless(HasModel, "This checkout has no models/default.");

    /// <summary>Waits for a state.</summary>
    public static async Task UntilAsync(Func<Task<bool>> state)
    {
        var token = TestContext.Current.CancellationToken;
        while (!await state())
        {
            await Task.Delay(25, token);
        }
    }
}
