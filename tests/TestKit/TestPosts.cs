using System.Text;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.TestKit;

/// <summary>Posts and events for tests.</summary>
public static class TestPosts
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static SocialPost Words(string id, string text, string user = "u1") =>
        new() { Id = id, UserId = user, CreatedAt = Noon, ReceivedAt = Noon, Text = text };

    public static SocialPost Picture(string id, string content, string user = "u1") =>
        new() { Id = id, UserId = user, CreatedAt = Noon, ReceivedAt = Noon, Image = Encoding.UTF8.GetBytes(content) };

    public static SocialPost Both(string id, string text, string picture, string user = "u1") =>
        Words(id, text, user) with { Image = Encoding.UTF8.GetBytes(picture) };

    public static SocialPost Expecting(this SocialPost part, params string[] modalities) =>
        part with { Expects = [.. modalities.Select(name => new Modality(name))] };

    public static EmotionEvent Event(
        string post, string user = "u1", int revision = 1, DateTimeOffset? at = null, string emotion = "joy") => new()
        {
            PostId = post,
            UserId = user,
            CreatedAt = at ?? Noon,
            ClassifiedAt = Noon,
            Revision = revision,
            Status = EmotionStatus.Final,
            Emotion = emotion,
            Confidence = 0.75f,
            Probabilities = new EmotionDistribution([emotion, "other"], [0.75f, 0.25f]),
            Modalities = [Modality.Text],
            Opinions = [new Opinion(Modality.Text, emotion, 0.75f)],
            Model = new ModelReference("fake", "v1"),
            Timings = new StageTimings(1, 2, 3, 4),
        };
}
