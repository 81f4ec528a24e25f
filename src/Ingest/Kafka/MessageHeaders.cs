using System.Text;
using Confluent.Kafka;

namespace Moodstream.Ingest.Kafka;

/// <summary>Looks headers of messages up; of several with one name the last counts.</summary>
internal static class MessageHeaders
{
    /// <summary>The value of a header; null where there is none, or it has no value.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">Its name.</param>
    public static byte[]? Find(this Headers headers, string name) => headers.TryGetLastBytes(name, out var value) ? value : null;

    /// <summary>The value of a header that is text in UTF-8; null where there is none, or it has no value.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">Its name.</param>
    public static string? FindText(this Headers headers, string name) => headers.Find(name) is { } value ? Encoding.UTF8.GetString(value) : null;
}
