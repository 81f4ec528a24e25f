using System.Text;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Sending;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Sending;

[Trait("Category", "Broker")]
public sealed class PostSenderTests
{
    [Fact]
    public async Task Lines_are_sent_by_user_and_bad_ones_are_reported_by_their_number()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 5);
        using var sender = await ConnectAsync(kafka, new SendOptions());
        var lines = new StringBuilder("\uFEFF");
        lines.Append(KafkaRig.Post("p1", "u1")).Append("\r\n\n");
        lines.Append("{ broken\n");
        lines.Append(KafkaRig.Post("p2", "u2")).Append('\n');
        lines.Append("""{"id":"p3"}""").Append('\n');
        lines.Append(KafkaRig.Post("p4", "ü4"));
        var report = await sender.SendLinesAsync(Lines(lines.ToString()), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((5, 3, 2), (report.Lines, report.Delivered, report.BadLineCount));
        Assert.Equal([3L, 5L], report.BadLines.Select(static b => b.Line));
        var sent = kafka.ReadAll(kafka.Kafka.PostsTopic);
        Assert.Equal(["u1", "u2", "ü4"], sent.Select(static m => Encoding.UTF8.GetString(m.Message.Key!)).Order(StringComparer.Ordinal));
        Assert.All(sent, static m => Assert.Equal((byte)'{', m.Message.Value![0]));
    }

    [Fact]
    public async Task A_key_goes_to_the_partition_that_Kafkas_own_clients_would_choose()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 13);
        using var sender = await ConnectAsync(kafka, new SendOptions());
        using var producer = new KafkaClients(kafka.Kafka, kafka.Endpoint.BootstrapServers, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Producer("test").Build();
        foreach (var key in Enumerable.Range(0, 40).Select(static i => new string('k', i % 9) + i))
        {
            var ours = await sender.SendAsync(key, "{}"u8.ToArray(), TestContext.Current.CancellationToken);
            var theirs = await producer.ProduceAsync(kafka.Kafka.PostsTopic, new() { Key = Encoding.UTF8.GetBytes(key) }, TestContext.Current.CancellationToken);
            Assert.Equal(theirs.Partition.Value, ours.Partition);
        }
    }

    [Fact]
    public async Task Lines_are_completed_on_their_way_whatever_their_ends_and_their_length()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        kafka.Kafka.MaxMessageBytes = 100_000;
        using var sender = await ConnectAsync(kafka, new SendOptions());
        var whole = KafkaRig.Post("p1");
        var report = await sender.SendLinesAsync(
            Lines($$"""{{whole}}{{'\n'}}{{'\n'}}{{new string('x', 200_000)}}{{'\n'}}{"userId":"u2","text":"hello"}"""),
            completer: new PostCompleter(TimeProvider.System),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((3, 2, 1), (report.Lines, report.Delivered, report.BadLineCount));
        var sent = kafka.ReadAll(kafka.Kafka.PostsTopic).Select(static m => Encoding.UTF8.GetString(m.Message.Value!)).ToList();
        Assert.Contains(whole, sent);
        Assert.Single(sent, static json => json.Contains("createdAt", StringComparison.Ordinal) && json.Contains("u2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_bad_line_can_end_it()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        using var sender = await ConnectAsync(kafka, new SendOptions { BadLines = BadLineHandling.Stop });
        var report = await sender.SendLinesAsync(
            Lines($"{KafkaRig.Post("p1")}\n[]\n{KafkaRig.Post("p2")}"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1, 2L), (report.Delivered, report.BadLines.Single().Line));
    }

    [Fact]
    public async Task Bad_lines_can_be_sent_to_become_dead_letters()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        using var sender = await ConnectAsync(kafka, new SendOptions { BadLines = BadLineHandling.Send });
        var report = await sender.SendLinesAsync(Lines($"{KafkaRig.Post("p1")}\n{{ broken"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((2, 1), (report.Delivered, report.BadLineCount));
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
    }

    [Fact]
    public async Task More_than_the_embedded_broker_can_hold_arrives_whole_because_the_sender_waits_for_the_group()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        // 12 MB through one partition of 5 MiB, while the consumer is held back by its own limits.
        var text = new string('x', 40_000);
        var lines = string.Join('\n', Enumerable.Range(0, 300).Select(i => KafkaRig.Post($"p{i}", $"u{i % 50}", text)));
        var silo = await kafka.StartSiloAsync(static o => o.MaxPartitionPosts = 25);
        using var sender = await ConnectAsync(kafka, new SendOptions { Pacing = SendPacing.Always });
        var report = await sender.SendLinesAsync(Lines(lines), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(300, report.Delivered);
        await Wait.UntilAsync(() => silo.Status is { Published: 300, Lag: 0 });
        Assert.Equal(0, silo.Status.Gaps);
    }

    [Fact]
    public async Task Without_a_consumer_a_paced_sender_fails_with_the_reason_instead_of_losing_posts()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        using var sender = await ConnectAsync(kafka, new SendOptions { MaxOutstandingBytes = 10_000, StallTimeout = TimeSpan.FromMilliseconds(200), Pacing = SendPacing.Always });
        var lines = string.Join('\n', Enumerable.Range(0, 10).Select(static i => KafkaRig.Post($"p{i}", text: new string('x', 3_000))));
        var seen = new List<SendProgress>();
        var failure = await Assert.ThrowsAsync<SendStalledException>(
            () => sender.SendLinesAsync(Lines(lines), new Collector(seen), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(kafka.Kafka.GroupId, failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public async Task A_second_sender_waits_for_what_the_first_left_behind()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(5);
        using var sender = await ConnectAsync(kafka, new SendOptions { StallTimeout = TimeSpan.FromMilliseconds(100), Pacing = SendPacing.Always });
        await Assert.ThrowsAsync<SendStalledException>(() => sender.SendAsync("u1", "{}"u8.ToArray(), TestContext.Current.CancellationToken));
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        await sender.SendAsync("u1", "{}"u8.ToArray(), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_embedded_broker_is_recognised_from_outside()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        _ = kafka.Faults;
        var outside = new KafkaEndpoint(kafka.Endpoint.BootstrapServers, IsEmbedded: false);
        using var sender = await PostSender.ConnectAsync(
            kafka.Kafka, outside, new SendOptions { MaxOutstandingBytes = 1_000, StallTimeout = TimeSpan.FromMilliseconds(100) }, cancellationToken: TestContext.Current.CancellationToken);
        await sender.SendAsync("u1", new byte[900], TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<SendStalledException>(() => sender.SendAsync("u1", new byte[900], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_line_that_is_longer_than_a_message_may_be_is_reported_and_skipped()
    {
        var lines = new List<(long, int?)>();
        await foreach (var (number, _, line) in LineReader.ReadAsync(Lines($"ab\n{new string('x', 500_000)}\ncd\n{new string('y', 500_000)}"), 100_000, TestContext.Current.CancellationToken))
        {
            lines.Add((number, line?.Length));
        }

        Assert.Equal([(1L, 2), (2L, null), (3L, 2), (4L, (int?)null)], lines);
    }

    private static Task<PostSender> ConnectAsync(KafkaRig kafka, SendOptions options) =>
        PostSender.ConnectAsync(kafka.Kafka, kafka.Endpoint, options, cancellationToken: TestContext.Current.CancellationToken);

    private static MemoryStream Lines(string lines) => new(Encoding.UTF8.GetBytes(lines));

    private sealed class Collector(List<SendProgress> seen) : IProgress<SendProgress>
    {
        public void Report(SendProgress value) => seen.Add(value);
    }
}
