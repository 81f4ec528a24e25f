using System.Globalization;
using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Live;

/// <summary>What was counted within about a second, over all events whatever a reader's filter.</summary>
internal sealed class Pulse
{
    private readonly string _beginning;

    /// <summary>Makes a pulse.</summary>
    /// <param name="at">Its end, in UTC.</param>
    /// <param name="length">Its length.</param>
    /// <param name="tally">What was counted.</param>
    /// <param name="medianMs">Half of the last minute's events took no longer; null where there were none.</param>
    /// <param name="p99Ms">99 % of the last minute's events took no longer; null where there were none.</param>
    public Pulse(DateTimeOffset at, TimeSpan length, EmotionTally tally, double? medianMs, double? p99Ms)
    {
        var document = new PulseDocument(
            TimeJsonConverter.Cut(at).UtcDateTime,
            Math.Round(length.TotalSeconds, 3),
            tally.Events,
            tally.Posts,
            tally.Provisional,
            tally.Emotions,
            tally.Modalities,
            new LatencyAnswer(medianMs, p99Ms));
        _beginning = JsonSerializer.Serialize(document, JsonSerializerOptions.Web)[..^1];
    }

    /// <summary>The pulse as a server-sent event for one reader.</summary>
    /// <param name="counts">For each of its filters, the events that it has admitted since the last pulse, and those that were sent.</param>
    /// <param name="id">Id of the event.</param>
    public byte[] Message(ReadOnlySpan<(int Matched, int Sent)> counts, string id)
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"{_beginning},\"matched\":{counts[0].Matched},\"sent\":{counts[0].Sent}");
        var also = new List<string>();
        foreach (var (matched, sent) in counts[1..])
        {
            also.Add(string.Create(CultureInfo.InvariantCulture, $$"""{"matched":{{matched}},"sent":{{sent}}}"""));
        }

        return ServerSentEvent.Format("pulse", also.Count == 0 ? $"{first}}}" : $"{first},\"also\":[{string.Join(',', also)}]}}", id);
    }

    private sealed record PulseDocument(
        DateTime At,
        double Seconds,
        int Events,
        int Posts,
        int Provisional,
        IReadOnlyDictionary<string, int> Counts,
        IReadOnlyDictionary<string, int> Modalities,
        LatencyAnswer LatencyMs);
}
