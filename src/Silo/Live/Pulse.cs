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
    /// <param name="matched">Events that its filter has admitted since its last pulse.</param>
    /// <param name="sent">Events that were sent to it since then.</param>
    /// <param name="id">Id of the event.</param>
    public byte[] Message(int matched, int sent, string id) => ServerSentEvent.Format(
        "pulse", string.Create(CultureInfo.InvariantCulture, $$"""{{_beginning}},"matched":{{matched}},"sent":{{sent}}}"""), id);

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
