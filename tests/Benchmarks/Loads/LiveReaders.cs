using Moodstream.Ingest.Feeding;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Api;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Live;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Loads;

/// <summary>What dashboards cost a silo: many readers of the live feed at a high rate of posts. The readers are another process.</summary>
internal static class LiveReaders
{
    private const int PostsPerSecond = 10_000;
    private const int BatchesPerSecond = 100;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>Serves the feed and measures the processor time of this process, with no readers and with many.</summary>
    /// <param name="readers">How many.</param>
    public static async Task RunAsync(int readers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Options.Create(new LiveOptions { MaxReaders = readers }));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<EmotionFeed>().AddSingleton<EmotionTrend>().AddSingleton<FeedTicks>().AddSingleton<FeedSeats>().AddSingleton<FeedReader>();
        builder.Services.AddHostedService<FeedTicker>();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapEmotionStream();
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        using var ends = new CancellationTokenSource();
        var posting = PostAsync(app.Services.GetRequiredService<EmotionFeed>(), app.Services.GetRequiredService<EmotionTrend>(), ends.Token);
        await MeasureAsync("no readers");
        using var clients = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [.. Assembly(), "live-clients", address.Port.ToString(CultureInfo.InvariantCulture), readers.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardOutput = true })!;
        await MeasureAsync($"{readers:N0} readers");
        clients.Kill();
        Console.WriteLine((await clients.StandardOutput.ReadToEndAsync()).Trim());
        await ends.CancelAsync();
        await posting;
        await app.StopAsync();
    }

    /// <summary>Opens connections and reads them until it is killed; tells now and then how much came.</summary>
    /// <param name="port">Port of the server.</param>
    /// <param name="count">How many connections.</param>
    public static async Task RunClientsAsync(int port, int count)
    {
        long bytes = 0;
        var open = 0;
        var request = Encoding.ASCII.GetBytes($"GET /emotions/stream?pulse=true HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        for (var i = 0; i < count; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await client.GetStream().WriteAsync(request);
            _ = Task.Run(async () =>
            {
                var buffer = new byte[16 * 1024];
                Interlocked.Increment(ref open);
                while (await client.GetStream().ReadAsync(buffer) is > 0 and var read)
                {
                    Interlocked.Add(ref bytes, read);
                }

                Interlocked.Decrement(ref open);
            });
        }

        while (true)
        {
            var before = Interlocked.Read(ref bytes);
            await Task.Delay(Length / 3);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {open:N0} connections receive {(Interlocked.Read(ref bytes) - before) / (Length / 3).TotalSeconds / 1e6:N1} MB/s"));
        }
    }

    private static async Task MeasureAsync(string what)
    {
        await Task.Delay(WarmUp);
        var process = Process.GetCurrentProcess();
        var (cpu, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(Length);
        process.Refresh();
        var cores = (process.TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PostsPerSecond:N0} posts/s, {what}: {cores:N2} cores"));
    }

    private static async Task PostAsync(EmotionFeed feed, EmotionTrend trend, CancellationToken ends)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / BatchesPerSecond));
        var started = Stopwatch.GetTimestamp();
        var posted = 0;
        while (!ends.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var due = (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * PostsPerSecond);
            ShownEvent[] events = [.. Enumerable.Range(posted, due - posted).Select(i => new ShownEvent(TestPosts.Event($"post-{i}", $"user-{i % 5_000}"), default, null))];
            trend.Add(feed.Append(events));
            posted = due;
        }
    }

    /// <summary>The program to run where this process is the runtime itself.</summary>
    private static string[] Assembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(LiveReaders).Assembly.Location] : [];
}
