using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>An event with its JSON, which topic and store share.</summary>
/// <param name="Event">The event.</param>
/// <param name="Json">Its public form, in UTF-8.</param>
internal readonly record struct LoopEvent(EmotionEvent Event, byte[] Json);

/// <summary>Makes events of predictions.</summary>
internal static class LoopEvents
{
    /// <summary>Makes the events of a batch.</summary>
    /// <param name="batch">The posts.</param>
    /// <param name="predictions">What the model says of each.</param>
    public static LoopEvent[] Make(LoopBatch batch, IReadOnlyList<Prediction> predictions)
    {
        var now = DateTimeOffset.UtcNow;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        var events = new LoopEvent[predictions.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var emotion = Make(batch.Posts[i], predictions[i], now);
            JsonSerializer.Serialize(writer, emotion, EmotionJson.Default.EmotionEvent);
            writer.Flush();
            events[i] = new LoopEvent(emotion, buffer.WrittenSpan.ToArray());
            writer.Reset();
            buffer.ResetWrittenCount();
        }

        return events;
    }

    /// <summary>Makes an event.</summary>
    /// <param name="post">The post.</param>
    /// <param name="prediction">What the model says of it.</param>
    /// <param name="now">The time.</param>
    public static EmotionEvent Make(SocialPost post, Prediction prediction, DateTimeOffset now)
    {
        var verdict = prediction.Verdict ?? throw new InvalidOperationException(prediction.Failure?.Message);
        return new EmotionEvent
        {
            PostId = post.Id,
            UserId = post.UserId,
            CreatedAt = post.CreatedAt,
            ClassifiedAt = now,
            Revision = 1,
            Status = EmotionStatus.Final,
            Emotion = verdict.Fused.Top,
            Confidence = verdict.Fused.Confidence,
            Probabilities = verdict.Fused,
            Modalities = ImmutableArray.CreateRange(verdict.Opinions, static opinion => opinion.Modality),
            Opinions = verdict.Opinions.ToImmutableDictionary(
                static opinion => opinion.Modality, static opinion => new Opinion(opinion.Distribution.Top, opinion.Distribution.Confidence)),
            Model = verdict.Model,
            Timings = new StageTimings(Math.Max(0, (now - post.ReceivedAt).TotalMilliseconds), 0, 0, verdict.FuseMs),
        };
    }
}
