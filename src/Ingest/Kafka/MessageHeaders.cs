using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Moodstream.Ingest.Kafka;

/// <summary>Makes headers of messages, and looks them up; of several with one name the last counts.</summary>
internal static class MessageHeaders
{
    /// <summary>A header that is text in UTF-8.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static Header Text(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    /// <summary>A header that is a number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static Header Number(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The value of a header; null where there is none, or it has no value.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">Its name.</param>
    public static byte[]? Find(this Headers headers, string name) => headers.TryGetLastBytes(name, out var value) ? value : null;

    /// <summary>The value of a header that is text in UTF-8; null where there is none, or it has no value.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">Its name.</param>
    public static string? FindText(this Headers headers, string name) => headers.Find(name) is { } value ? Encoding.UTF8.GetString(value) : null;
}
