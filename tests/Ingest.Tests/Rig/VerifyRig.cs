using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Verifying;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Topics and timelines that a test fills by hand, so that it can plant faults.</summary>
internal sealed class VerifyRig(KafkaRig kafka) : ITimelineSource, IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private long _sent;

    /// <summary>The timelines.</summary>
    public List<EmotionEvent> Timeline { get; } = [];

    /// <summary>Runs when a timeline is read.</summary>
    public Func<Task> BeforeTimeline { get; set; } = static () => Task.CompletedTask;

    public static async Task<VerifyRig> CreateAsync() => new(await KafkaRig.CreateAsync());

    public static EmotionEvent Event(
        string id, int revision = 1, EmotionStatus status = EmotionStatus.Final, string emotion = "joy", Modality? modality = null, string user = "u1") => new()
        {
            PostId = id,
            UserId = user,
            CreatedAt = Noon,
            ClassifiedAt = DateTimeOffset.UtcNow,
            Revision = revision,
            Status = status,
            Emotion = emotion,
            Confidence = 0.75f,
            Probabilities = new EmotionDistribution([emotion, "other"], [0.75f, 0.25f]),
            Modalities = [modality ?? Modality.Text],
            Opinions = [],
            Model = new ModelReference("fake", "1"),
            Timings = new StageTimings(Random.Shared.NextDouble(), 0, 0, 0),
        };

    /// <summary>Sends posts, each with its event on the topic and in the timeline, and commits them.</summary>
    public async Task FinishAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            await PostAsync(id);
            await EventAsync(Event(id));
            Timeline.Add(Event(id));
        }

        Commit();
    }

    public Task PostAsync(string id, string? expects = null) => SendPostAsync(KafkaRig.Post(id, expects: expects));

    /// <summary>Sends a post, or what should be one.</summary>
    /// <returns>Its offset.</returns>
    public async Task<long> SendPostAsync(string json)
    {
        await kafka.PublishAsync(json);
        return _sent++;
    }

    /// <summary>Commits everything that was sent.</summary>
    public void Commit() => kafka.Commit(_sent);

    public Task EventAsync(EmotionEvent emotion, string? id = null, string? subject = null, string? key = null, DateTimeOffset? at = null) =>
        kafka.SendAsync(
            kafka.Kafka.EventsTopic,
            0,
            key ?? emotion.UserId,
            JsonSerializer.SerializeToUtf8Bytes(emotion, EmotionJson.Default.EmotionEvent),
            new Headers { { "ce_id", Encoding.UTF8.GetBytes(id ?? emotion.EventId) }, { "ce_subject", Encoding.UTF8.GetBytes(subject ?? emotion.PostId) } },
            at);

    public Task SendEventAsync(byte[]? value, string user = "u1") => kafka.SendAsync(kafka.Kafka.EventsTopic, 0, user, value);

    public Task DeadLetterAsync(long offset) => kafka.SendAsync(
        kafka.Kafka.DeadLetterTopic,
        0,
        "u1",
        [],
        new Headers
        {
            { "moodstream.error.topic", Encoding.UTF8.GetBytes(kafka.Kafka.PostsTopic) },
            { "moodstream.error.partition", "0"u8.ToArray() },
            { "moodstream.error.offset", Encoding.UTF8.GetBytes(offset.ToString(CultureInfo.InvariantCulture)) },
        });

    public Task<VerifyReport> VerifyAsync(TimeSpan? retention = null, bool timelines = true, TimeSpan? timelineRetention = null) =>
        new StreamVerifier(kafka.Kafka, kafka.Endpoint, new PostParser(new PostLimits()), retention ?? TimeSpan.FromDays(7), timelineRetention, TimeProvider.System)
            .RunAsync(timelines ? this : null, TestContext.Current.CancellationToken);

    /// <summary>Verifies, and expects one kind of fault.</summary>
    public async Task<Fault> FaultAsync(TimeSpan? retention = null, bool timelines = true, TimeSpan? timelineRetention = null) =>
        Assert.Single((await VerifyAsync(retention, timelines, timelineRetention)).Faults);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await BeforeTimeline();
        foreach (var entry in Timeline.Where(entry => entry.UserId == userId))
        {
            yield return JsonSerializer.SerializeToUtf8Bytes(entry, EmotionJson.Default.EmotionEvent);
        }
    }

    public ValueTask DisposeAsync() => kafka.DisposeAsync();
}
