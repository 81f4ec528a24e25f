using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Routing;

/// <summary>Makes emotion events of verdicts.</summary>
internal static class EmotionEvents
{
    /// <summary>Makes an event.</summary>
    /// <param name="post">The post.</param>
    /// <param name="at">When its author posted it, and when it came in (<c>default</c> where that is unknown).</param>
    /// <param name="revision">Number of the event among those of the post, from 1.</param>
    /// <param name="status">Whether more can follow.</param>
    /// <param name="encoded">What the verdict was worked out from, in the model's order, and what could not be read.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="queued">From the post's arrival to the start of its classification.</param>
    /// <param name="now">The time of the classification, in UTC.</param>
    public static EmotionEvent Create(
        PostKey post,
        (DateTimeOffset Created, DateTimeOffset Received) at,
        int revision,
        EmotionStatus status,
        EncodedPost encoded,
        Verdict verdict,
        TimeSpan queued,
        DateTimeOffset now)
    {
        var (decodeMs, embedMs) = encoded.Embeddings.Longest();
        return new EmotionEvent
        {
            PostId = post.PostId,
            UserId = post.UserId,
            CreatedAt = at.Created.ToUniversalTime(),
            ClassifiedAt = now,
            Revision = revision,
            Status = status,
            Emotion = verdict.Fused.Top,
            Confidence = verdict.Fused.Confidence,
            Probabilities = verdict.Fused,
            Modalities = ImmutableArray.CreateRange(encoded.Embeddings, static embedding => embedding.Modality),
            Opinions = ImmutableArray.CreateRange(verdict.Opinions, static opinion => new Opinion(opinion.Modality, opinion.Distribution.Top, opinion.Distribution.Confidence)),
            Lang = verdict.Language,
            Coverage = verdict.Coverage,
            Unread = encoded.Unread,
            Model = verdict.Model,
            Timings = new StageTimings(Math.Max(0, queued.TotalMilliseconds), decodeMs, embedMs, verdict.FuseMs),
            ReceivedAt = at.Received,
        };
    }
}
