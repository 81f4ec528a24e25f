using Moodstream.Ingest.Redriving;

namespace Moodstream.Silo.DeadLetters;

/// <summary>Dead letters that were asked for.</summary>
/// <param name="Matched">How many there are.</param>
/// <param name="ByType">How many of each type of failure.</param>
/// <param name="Letters">The first of them, by partition and offset.</param>
internal sealed record DeadLettersAnswer(long Matched, IReadOnlyDictionary<string, long> ByType, IReadOnlyList<DeadLetter> Letters)
{
    /// <summary>Makes the answer.</summary>
    /// <param name="list">What was found.</param>
    public static DeadLettersAnswer Of(DeadLetterList list) => new(list.Matched, list.ByType, list.Letters);
}
