using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Startup;

[Trait("Category", "Unit")]
public sealed class StartupProgressTests
{
    [Fact]
    public async Task A_step_that_takes_long_is_told_every_ten_seconds_with_what_it_waits_for_and_a_short_one_is_not()
    {
        var (time, log) = (new FakeTimeProvider(), new RecordedLog());
        var progress = new StartupProgress(time, log);
        await progress.RunAsync("the model", () =>
        {
            time.Advance(TimeSpan.FromSeconds(9));
            return Task.CompletedTask;
        });

        await progress.RunAsync("Kafka", () =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            time.Advance(TimeSpan.FromSeconds(10));
            return Task.CompletedTask;
        });
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["Still starting after 19 s; waits for Kafka", "Still starting after 29 s; waits for Kafka"], log.Messages);
    }

    private sealed class RecordedLog : ILogger<StartupProgress>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}
