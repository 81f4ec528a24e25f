using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Live;

/// <summary>One event in the feed.</summary>
/// <param name="position">Its position.</param>
/// <param name="shown">The event as it was shown; one of another silo comes without its JSON.</param>
internal sealed class FeedEntry(FeedPosition position, ShownEvent shown)
{
    private byte[]? _message;

    /// <summary>Its position, from 0.</summary>
    public long Sequence => position.Sequence;

    /// <summary>The event.</summary>
    public EmotionEvent Emotion => shown.Event;

    /// <summary>A little of the post's content, where the settings allow it.</summary>
    public PostPreview? Preview => shown.Preview;

    /// <summary>The event as a server-sent event, made once for all readers; a race makes the same bytes twice.</summary>
    public byte[] Message => _message ??= ServerSentEvent.Format("emotion", Json(), position.ToString());

    /// <summary>The event as on the topic, with the preview beside it.</summary>
    private string Json()
    {
        var json = shown.Json.IsEmpty
            ? JsonSerializer.Serialize(Emotion, EmotionJson.Default.EmotionEvent)
            : Encoding.UTF8.GetString(shown.Json.Span);
        if (Preview is null)
        {
            return json;
        }

        var preview = new JsonObject
        {
            ["text"] = Preview.Text,
            ["thumbnail"] = Preview.Picture.IsEmpty ? null : $"/api/emotions/pictures/{position}",
        };
        return $$"""{{json.AsSpan(0, json.Length - 1)}},"preview":{{preview.ToJsonString()}}}""";
    }
}
