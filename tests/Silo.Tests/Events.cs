using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Feeding;

namespace Moodstream.Silo.Tests;

/// <summary>Makes emotion events.</summary>
internal static class Events
{
    public static EmotionEvent Of(string postId, string emotion = "joy", float confidence = 0.8f, string userId = "u1") => new()
    {
        PostId = postId,
        UserId = userId,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ClassifiedAt = DateTimeOffset.UnixEpoch,
        Revision = 1,
        Status = EmotionStatus.Final,
        Emotion = emotion,
        Confidence = confidence,
        Probabilities = new EmotionDistribution([emotion, "other"], [confidence, 1 - confidence]),
        Modalities = [Modality.Text],
        Opinions = [],
        Model = new ModelReference("test", "1"),
        Timings = new StageTimings(0, 0, 0, 0),
    };

    public static ShownEvent Shown(string postId, string emotion = "joy", float confidence = 0.8f, string userId = "u1") =>
        Shown(Of(postId, emotion, confidence, userId));

    public static ShownEvent Shown(EmotionEvent emotion) => new(emotion, default, null);
}
