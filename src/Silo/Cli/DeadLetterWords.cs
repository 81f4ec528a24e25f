using System.Globalization;
using Moodstream.Ingest.Redriving;

namespace Moodstream.Silo.Cli;

/// <summary>Dead letters in words. What a sender gave may hold anything, and must not steer the terminal.</summary>
internal static class DeadLetterWords
{
    /// <summary>One letter in a line.</summary>
    /// <param name="letter">The letter.</param>
    public static string Line(DeadLetter letter) => string.Join(
        "  ",
        Place(letter),
        Time(letter.At),
        Printable(letter.Type),
        Origin(letter),
        $"user {Printable(letter.UserId ?? "none")}",
        Amount.Of(letter.ValueBytes, "byte"),
        Again(letter));

    /// <summary>All that is known of one.</summary>
    /// <param name="letter">The letter.</param>
    public static IEnumerable<string> All(DeadLetter letter) =>
    [
        $"letter: {Place(letter)}",
        $"type: {Printable(letter.Type)}",
        $"reason: {Printable(letter.Message)}",
        $"post: {Origin(letter)}, {Amount.Of(letter.ValueBytes, "byte")}, {Time(letter.At)}",
        $"user: {Printable(letter.UserId ?? "none")}",
        $"headers: {Printable(letter.Headers.IsEmpty ? "none" : string.Join(", ", letter.Headers))}",
        .. letter.Omitted is { } omitted ? [$"left out: {Printable(omitted)}"] : Array.Empty<string>(),
        $"sent again before it failed here: {Times(letter.EarlierRedrives)}",
        .. letter.Redrives.Select(redrive => string.Create(
            CultureInfo.InvariantCulture, $"sent again: {Time(redrive.At)}, stands at partition {redrive.Partition}, offset {redrive.Offset}")),
    ];

    private static string Place(DeadLetter letter) => string.Create(CultureInfo.InvariantCulture, $"{letter.Partition}/{letter.Offset}");

    private static string Origin(DeadLetter letter) => letter.PostTopic is { } topic
        ? string.Create(CultureInfo.InvariantCulture, $"{Printable(topic)} [{letter.PostPartition}] offset {letter.PostOffset}")
        : "of unknown origin";

    private static string Again(DeadLetter letter) => letter.Redrives is [.., var last]
        ? $"sent again {Time(last.At)}"
        : letter.EarlierRedrives > 0 ? $"failed after it was sent again {Times(letter.EarlierRedrives)}" : "not sent again";

    private static string Times(long count) => count switch
    {
        0 => "never",
        1 => "once",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} times"),
    };

    private static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "no time";

    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\uFFFD' : c));
}
