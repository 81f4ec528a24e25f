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
    /// <summary>About what an event takes in memory besides its texts, and its JSON where that is made here.</summary>
    private const int Overhead = 2_048;

    /// <summary>Either the event's JSON or, once a reader wanted it, the message, so that not both are kept.</summary>
    private object _form = new Unread(shown.Json);

    /// <summary>Its position, from 0.</summary>
    public long Sequence => position.Sequence;

    /// <summary>The event.</summary>
    public EmotionEvent Emotion { get; } = shown.Event;

    /// <summary>A little of the post's content, where the settings allow it.</summary>
    public PostPreview? Preview { get; } = shown.Preview;

    /// <summary>About what it takes in memory, in bytes.</summary>
    public int Size { get; } = Overhead + shown.Json.Length + (4 * (shown.Preview?.Text?.Length ?? 0)) + (shown.Preview is { Picture: { IsDefault: false } picture } ? picture.Length : 0);

    /// <summary>The event as a server-sent event, made once for all readers; a race makes the same bytes twice.</summary>
    public byte[] Message
    {
        get
        {
            var form = _form;
            if (form is byte[] made)
            {
                return made;
            }

            var message = ServerSentEvent.Format("emotion", Json(((Unread)form).Json), position.ToString());
            _form = message;
            return message;
        }
    }

    /// <summary>The event as on the topic, with the preview beside it.</summary>
    private string Json(ReadOnlyMemory<byte> given)
    {
        var json = given.IsEmpty
            ? JsonSerializer.Serialize(Emotion, EmotionJson.Default.EmotionEvent)
            : Encoding.UTF8.GetString(given.Span);
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

    private sealed record Unread(ReadOnlyMemory<byte> Json);
}
