using System.Diagnostics;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Kafka;

namespace Moodstream.Ingest.Flow;

/// <summary>
/// One message of the posts topic on its way, kept as it came until its offset is finished: first the message, then the post in it, then what
/// is to be said of it, which is an event, a failure, or nothing.
/// </summary>
internal sealed class ConsumedPost(ConsumeResult<byte[]?, byte[]?> message) : OffsetWatermark.Entry(message.Offset.Value)
{
    // The record and its objects, roughly; small posts must not be free.
    private const int Overhead = 512;

    // The objects of a header.
    private const int HeaderOverhead = 128;

    public ConsumeResult<byte[]?, byte[]?> Message { get; } = message;

    /// <summary>An estimate of the memory that it holds: its message, and what is decoded from it.</summary>
    public long Bytes { get; } = Overhead
        + (2L * (message.Message.Value?.Length ?? 0))
        + (message.Message.Key?.Length ?? 0)
        + BytesOf(message.Message.Headers);

    /// <summary>The post; set when it was parsed.</summary>
    public SocialPost? Post { get; set; }

    /// <summary>A complete post's place in the order of publication; set when it was parsed.</summary>
    public KeyedOrder<string>.Turn? Turn { get; set; }

    /// <summary>A part's place in the order of revisions; set when it was parsed.</summary>
    public RevisionOrder.Part? Part { get; set; }

    /// <summary>Its span, where someone listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>The event to publish, or null.</summary>
    public EmotionEvent? Event { get; set; }

    /// <summary>The event in its public JSON form, in UTF-8; set with the event, and changed by nobody.</summary>
    public byte[]? Json { get; set; }

    /// <summary>The event that a part's content is in while another part carries it, or null.</summary>
    public EmotionEvent? AbsorbedIn { get; set; }

    /// <summary>Why it can never be classified or published, or null.</summary>
    public PostFailure? Failure { get; set; }

    public byte[]? Header(string name) => Message.Message.Headers.Find(name);

    public string? TextHeader(string name) => Message.Message.Headers.FindText(name);

    /// <summary>Lets those go that wait for it: what is said of it is on its way, or nothing will be. May be called more than once.</summary>
    public void LetOthersPass()
    {
        Turn?.Pass();
        Part?.Leave();
    }

    /// <summary>Turns it into a dead letter, whatever was to be said of it before.</summary>
    public void Fail(PostFailure failure) => (Event, Json, Failure) = (null, null, failure);

    private static long BytesOf(Headers headers)
    {
        var bytes = 0L;
        for (var i = 0; i < headers.Count; i++)
        {
            bytes += HeaderOverhead + (sizeof(char) * headers[i].Key.Length) + (headers[i].GetValueBytes()?.Length ?? 0);
        }

        return bytes;
    }
}
