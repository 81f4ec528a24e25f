using System.Diagnostics;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Flow;

/// <summary>One message of the posts topic on its way, kept as it came until its offset is finished.</summary>
internal sealed class ConsumedPost(ConsumeResult<byte[]?, byte[]?> message, OffsetWatermark.Entry entry)
{
    // The record, its objects and its headers, roughly; small posts must not be free.
    private const int Overhead = 512;

    public ConsumeResult<byte[]?, byte[]?> Message { get; } = message;

    public OffsetWatermark.Entry Entry { get; } = entry;

    /// <summary>An estimate of the memory that it holds: its message, and what is decoded from it.</summary>
    public long Bytes { get; } = Overhead + (2L * (message.Message.Value?.Length ?? 0));

    /// <summary>The post; set when it was parsed.</summary>
    public SocialPost? Post { get; set; }

    /// <summary>Its place in the order of publication; set when it was parsed.</summary>
    public KeyedOrder<PostKey>.Turn? Turn { get; set; }

    /// <summary>Its span, where someone listens.</summary>
    public Activity? Activity { get; set; }

    public string? Header(string name)
    {
        // GetLastBytes throws where there is none, and an exception costs more than the post.
        var headers = Message.Message.Headers;
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            if (headers[i].Key == name)
            {
                return headers[i].GetValueBytes() is { } value ? System.Text.Encoding.UTF8.GetString(value) : null;
            }
        }

        return null;
    }
}
