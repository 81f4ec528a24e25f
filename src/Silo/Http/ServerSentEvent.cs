using System.Text;

namespace Moodstream.Silo.Http;

/// <summary>Writes server-sent events as the HTML standard defines them.</summary>
internal static class ServerSentEvent
{
    /// <summary>Writes one event.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its data: one line.</param>
    /// <param name="id">Its id, or null for none.</param>
    public static byte[] Format(string type, string data, string? id) =>
        Encoding.UTF8.GetBytes(id is null ? $"event: {type}\ndata: {data}\n\n" : $"id: {id}\nevent: {type}\ndata: {data}\n\n");

    /// <summary>Tells how long to wait before a lost connection is made anew.</summary>
    /// <param name="delay">The time.</param>
    public static byte[] Retry(TimeSpan delay) => Encoding.UTF8.GetBytes($"retry: {(long)delay.TotalMilliseconds}\n\n");
}
