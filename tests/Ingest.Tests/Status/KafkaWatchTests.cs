using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Status;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Status;

[Trait("Category", "Broker")]
public sealed class KafkaWatchTests
{
    [Fact]
    public void A_server_that_has_not_answered_for_its_time_is_a_problem_even_before_the_question_fails()
    {
        var time = new FakeTimeProvider();
        using var monitor = new IngestMonitor(new KafkaOptions(), new KafkaEndpoint("kafka:9092", IsEmbedded: false), time, NullLogger<IngestMonitor>.Instance);
        monitor.Running(true);
        monitor.Watch(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(IngestState.Running, monitor.Snapshot().State);

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(IngestState.Retrying, monitor.Snapshot().State);
        Assert.Contains("kafka:9092", monitor.KafkaProblem, StringComparison.Ordinal);

        monitor.KafkaAnswers();
        Assert.Equal(IngestState.Running, monitor.Snapshot().State);
        Assert.Null(monitor.KafkaProblem);
    }

    [Fact]
    public async Task A_server_that_goes_away_is_told_with_its_address_and_time_and_one_that_comes_back_is_no_problem()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        kafka.Kafka.ConnectTimeoutMs = 1_000;
        var silo = await kafka.StartSiloAsync();
        using var watch = new KafkaWatch(kafka.Kafka, kafka.Endpoint, silo.Monitor, TimeProvider.System);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => silo.Status.State == IngestState.Running);
        var before = DateTimeOffset.UtcNow;

        kafka.Faults.SetDown();
        await Wait.UntilAsync(() => silo.Status.State == IngestState.Retrying && silo.Status.LastErrorAt >= before);
        Assert.Contains(kafka.Endpoint.BootstrapServers, silo.Status.LastError, StringComparison.Ordinal);

        kafka.Faults.SetUp();
        await Wait.UntilAsync(() => silo.Status.State == IngestState.Running && silo.Monitor.KafkaProblem is null);
        await watch.StopAsync(TestContext.Current.CancellationToken);
    }
}
