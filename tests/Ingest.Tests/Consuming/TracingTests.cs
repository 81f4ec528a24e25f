using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
[Collection(nameof(WholeProcess))]
public sealed class TracingTests
{
    [Fact]
    public async Task A_post_has_one_span_whose_parent_came_with_it_and_whose_context_goes_with_its_event()
    {
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Moodstream.Ingest",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var kafka = await KafkaRig.CreateAsync();
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await kafka.PublishAsync(
            KafkaRig.Post("p1"), headers: new Headers { { "traceparent", Encoding.UTF8.GetBytes($"00-{Trace}-b7ad6b7169203331-01") } });
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0 && stopped.Any(static a => a.Kind == ActivityKind.Consumer));

        var span = Assert.Single(stopped, a => a.OperationName == $"process {kafka.Kafka.PostsTopic}");
        Assert.Equal((Trace, "b7ad6b7169203331"), (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()));
        Assert.Equal(span.Id, KafkaRig.Header(Assert.Single(kafka.ReadAll(kafka.Kafka.EventsTopic)), "traceparent"));
        var batch = Assert.Single(stopped, static a => a.OperationName == "classify batch");
        Assert.Equal(span.SpanId, Assert.Single(batch.Links).Context.SpanId);
    }
}
