using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Classifying;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Classifying;

[Trait("Category", "Unit")]
public sealed class PatientClassifierTests : IDisposable
{
    private readonly FakeClassifier _inner = new();
    private readonly IngestMonitor _monitor = new(
        new KafkaOptions(), new KafkaEndpoint("localhost:1", false), TimeProvider.System, NullLogger<IngestMonitor>.Instance);
    private readonly CancellationTokenSource _draining = new();
    private readonly PatientClassifier _classifier;

    public PatientClassifierTests()
    {
        var backoff = new Backoff(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeProvider.System);
        _classifier = new PatientClassifier(_inner, new IngestOptions(), backoff, _monitor);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _draining.Dispose();
        _monitor.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_failed_is_not_tried_again_once_a_drain_begins(int posts)
    {
        _inner.BeforeClassify = _ => throw new TimeoutException();
        var classifying = _classifier.ClassifyAsync(
            [.. Enumerable.Range(0, posts).Select(i => TestPosts.Words($"p{i}", "words"))], isFirst: false, () => { }, Token, _draining.Token);
        Assert.False(classifying.IsCompleted);

        await _draining.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => classifying);
        Assert.Single(_inner.Batches);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_fails_during_a_drain_has_ended_and_blames_no_post(int posts)
    {
        var gate = new TaskCompletionSource();
        _inner.BeforeClassify = _ => gate.Task;
        var classifying = _classifier.ClassifyAsync(
            [.. Enumerable.Range(0, posts).Select(i => TestPosts.Words($"p{i}", "words"))], isFirst: false, () => { }, Token, _draining.Token);
        await _draining.CancelAsync();

        gate.SetException(new InvalidOperationException("The network broke."));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => classifying);
        Assert.Single(_inner.Batches);
    }

    [Fact]
    public async Task What_succeeds_during_a_drain_is_done()
    {
        var gate = new TaskCompletionSource();
        _inner.BeforeClassify = _ => gate.Task;
        var classifying = _classifier.ClassifyAsync([TestPosts.Words("p", "words")], isFirst: false, () => { }, Token, _draining.Token);
        await _draining.CancelAsync();

        gate.SetResult();

        Assert.NotNull(Assert.Single(await classifying).Event);
    }

    [Fact]
    public async Task A_part_that_failed_is_not_tried_again_once_a_drain_begins()
    {
        _inner.OnPart = _ => throw new TimeoutException();
        var adding = _classifier.AddAsync(TestPosts.Words("p", "words").Expecting("text", "image"), Token, _draining.Token);
        Assert.False(adding.IsCompleted);

        await _draining.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Single(_inner.Parts);
    }
}
