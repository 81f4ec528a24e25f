using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>Writes the events of complete posts: the JSON that Moodstream publishes, by hand, once for topic and store.</summary>
internal static class LoopEvents
{
    private static readonly JsonEncodedText PostId = JsonEncodedText.Encode("postId");
    private static readonly JsonEncodedText UserId = JsonEncodedText.Encode("userId");
    private static readonly JsonEncodedText CreatedAt = JsonEncodedText.Encode("createdAt");
    private static readonly JsonEncodedText ClassifiedAt = JsonEncodedText.Encode("classifiedAt");
    private static readonly JsonEncodedText Revision = JsonEncodedText.Encode("revision");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Final = JsonEncodedText.Encode("final");
    private static readonly JsonEncodedText Emotion = JsonEncodedText.Encode("emotion");
    private static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
    private static readonly JsonEncodedText Probabilities = JsonEncodedText.Encode("probabilities");
    private static readonly JsonEncodedText Modalities = JsonEncodedText.Encode("modalities");
    private static readonly JsonEncodedText Opinions = JsonEncodedText.Encode("opinions");
    private static readonly JsonEncodedText Lang = JsonEncodedText.Encode("lang");
    private static readonly JsonEncodedText Coverage = JsonEncodedText.Encode("coverage");
    private static readonly JsonEncodedText Model = JsonEncodedText.Encode("model");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Timings = JsonEncodedText.Encode("timings");
    private static readonly JsonEncodedText QueueMs = JsonEncodedText.Encode("queueMs");
    private static readonly JsonEncodedText DecodeMs = JsonEncodedText.Encode("decodeMs");
    private static readonly JsonEncodedText EmbedMs = JsonEncodedText.Encode("embedMs");
    private static readonly JsonEncodedText FuseMs = JsonEncodedText.Encode("fuseMs");

    /// <summary>Writes the events of a batch.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="verdicts">What the model says of each.</param>
    /// <param name="now">The time of the classification, in UTC.</param>
    /// <returns>The JSON of each, in UTF-8.</returns>
    public static byte[][] Write(List<SocialPost> posts, ImmutableArray<Verdict> verdicts, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        var events = new byte[posts.Count][];
        for (var i = 0; i < events.Length; i++)
        {
            Write(writer, posts[i], verdicts[i], now);
            writer.Flush();
            events[i] = buffer.WrittenSpan.ToArray();
            writer.Reset();
            buffer.ResetWrittenCount();
        }

        return events;
    }

    private static void Write(Utf8JsonWriter writer, SocialPost post, Verdict verdict, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString(PostId, post.Id);
        writer.WriteString(UserId, post.UserId);
        writer.WriteString(CreatedAt, post.CreatedAt);
        writer.WriteString(ClassifiedAt, now);
        writer.WriteNumber(Revision, 1);
        writer.WriteString(Status, Final);
        writer.WriteString(Emotion, verdict.Fused.Top);
        writer.WriteNumber(Confidence, verdict.Fused.Confidence);
        writer.WriteStartObject(Probabilities);
        for (var i = 0; i < verdict.Fused.Labels.Length; i++)
        {
            writer.WriteNumber(verdict.Fused.Labels[i], verdict.Fused.Values[i]);
        }

        writer.WriteEndObject();
        writer.WriteStartArray(Modalities);
        foreach (var opinion in verdict.Opinions)
        {
            writer.WriteStringValue(opinion.Modality.Name);
        }

        writer.WriteEndArray();
        writer.WriteStartObject(Opinions);
        foreach (var opinion in verdict.Opinions.Length == 1 ? verdict.Opinions : verdict.Opinions.Sort(static (a, b) => string.CompareOrdinal(a.Modality.Name, b.Modality.Name)))
        {
            writer.WriteStartObject(opinion.Modality.Name);
            writer.WriteString(Emotion, opinion.Distribution.Top);
            writer.WriteNumber(Confidence, opinion.Distribution.Confidence);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (verdict.Language is not null)
        {
            writer.WriteString(Lang, verdict.Language);
        }

        if (verdict.Coverage is { } coverage)
        {
            writer.WriteNumber(Coverage, coverage);
        }

        writer.WriteStartObject(Model);
        writer.WriteString(Name, verdict.Model.Name);
        writer.WriteString(Version, verdict.Model.Version);
        writer.WriteEndObject();
        writer.WriteStartObject(Timings);
        writer.WriteNumber(QueueMs, Math.Max(0, (now - post.ReceivedAt).TotalMilliseconds));
        writer.WriteNumber(DecodeMs, 0);
        writer.WriteNumber(EmbedMs, 0);
        writer.WriteNumber(FuseMs, verdict.FuseMs);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
