using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Silo.Timelines;

/// <summary>Writes entries of a timeline, each by itself.</summary>
internal static class TimelineRows
{
    private static readonly (string Name, Func<EmotionEvent, string> Of)[] Columns =
    [
        ("userId", entry => entry.UserId),
        ("postId", entry => entry.PostId),
        ("createdAt", entry => Time(entry.CreatedAt)),
        ("classifiedAt", entry => Time(entry.ClassifiedAt)),
        ("revision", entry => entry.Revision.ToString(CultureInfo.InvariantCulture)),
        ("status", entry => JsonNamingPolicy.CamelCase.ConvertName(entry.Status.ToString())),
        ("emotion", entry => entry.Emotion),
        ("confidence", entry => entry.Confidence.ToString(CultureInfo.InvariantCulture)),
        ("modalities", entry => string.Join('+', entry.Modalities.Select(modality => modality.Name))),
        ("model", entry => entry.Model.Name),
        ("modelVersion", entry => entry.Model.Version),
    ];

    /// <summary>
    /// Spreadsheets take a cell that begins with =, +, - or @ for a formula, and ids are whatever their senders made them: such a cell gets an
    /// apostrophe before it.
    /// </summary>
    private static readonly CsvWriterOptions Options = new() { HasHeader = false, NewLine = "\r\n", Injection = CsvInjection.Escape, InjectionEscape = '\'' };

    /// <summary>What stands before the first entry.</summary>
    /// <param name="format">Their form.</param>
    public static byte[] Head(TimelineFormat format) => format == TimelineFormat.Csv ? Table([Columns.Select(column => column.Name)]) : [];

    /// <summary>Writes entries.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="format">Their form.</param>
    public static byte[] Of(ImmutableArray<EmotionEvent> entries, TimelineFormat format) =>
        format == TimelineFormat.Csv ? Table(entries.Select(entry => Columns.Select(column => column.Of(entry)))) : Lines(entries);

    private static byte[] Lines(ImmutableArray<EmotionEvent> entries)
    {
        using var lines = new MemoryStream();
        foreach (var entry in entries)
        {
            JsonSerializer.Serialize(lines, entry, EmotionJson.Default.EmotionEvent);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    private static byte[] Table(IEnumerable<IEnumerable<string>> rows)
    {
        using var table = new MemoryStream();
        using (var writer = CsvWriter.Create(table, Options, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                writer.WriteRecord([.. row]);
            }
        }

        return table.ToArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
