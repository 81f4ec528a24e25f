using System.Text.Json;
using CsvHelper;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>Reads the wanted columns of a CSV (RFC 4180, separated by commas, semicolons or tabs), TSV (no quoting) or JSON Lines file.</summary>
internal static class TableFile
{
    /// <summary>Reads all rows.</summary>
    /// <exception cref="TrainerException">The extension is unknown, a column is missing, a quoted field is never closed, or a line is not valid.</exception>
    public static IEnumerable<TableRow> Read(string file, IReadOnlyList<ColumnReference> columns)
    {
        return Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" => ReadCsv(file, columns),
            ".tsv" => ReadDelimited(file, columns, '\t', CsvMode.NoEscape),
            ".jsonl" or ".ndjson" => ReadJsonLines(file, columns),
            string other => throw new TrainerException($"{file}: '{other}' is not a known kind of table; use .csv, .tsv or .jsonl."),
        };
    }

    private static IEnumerable<TableRow> ReadCsv(string file, IReadOnlyList<ColumnReference> columns)
    {
        char separator = CsvDialect.SeparatorOf(file);
        CsvDialect.RefuseOpenQuotes(file, separator);
        return ReadDelimited(file, columns, separator, CsvMode.Rfc4180);
    }

    private static IEnumerable<TableRow> ReadDelimited(string file, IReadOnlyList<ColumnReference> columns, char separator, CsvMode mode)
    {
        CsvReaderOptions options = new()
        {
            Separator = separator,
            Mode = mode,
            TrackLineNumbers = true,
            MissingField = CsvMissingFieldHandling.ReturnEmpty,
        };
        using CsvReader csv = CsvReader.FromFile(file, options);
        csv.ReadHeader();
        foreach (var column in columns)
        {
            if (!csv.Headers.Contains(column.Name))
            {
                throw new TrainerException(
                    $"{column.Setting}: {file} has no column '{column.Name}'; its columns are {string.Join(", ", csv.Headers)}.");
            }

            if (csv.Headers.Count(header => header == column.Name) > 1)
            {
                throw new TrainerException($"{column.Setting}: {file} has several columns '{column.Name}'; rename all but the one that is meant.");
            }
        }

        while (csv.Read())
        {
            yield return new TableRow(
                csv.LineNumber,
                columns.DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => csv.GetString(column.Name)))
            {
                Surplus = SurplusOf(csv),
            };
        }
    }

    /// <summary>Spreadsheets end rows with empty fields; those do no harm.</summary>
    private static int SurplusOf(CsvReader csv) =>
        Enumerable.Range(csv.Headers.Count, Math.Max(csv.FieldCount - csv.Headers.Count, 0)).Any(field => !string.IsNullOrWhiteSpace(csv.GetString(field)))
            ? csv.FieldCount - csv.Headers.Count
            : 0;

    private static IEnumerable<TableRow> ReadJsonLines(string file, IReadOnlyList<ColumnReference> columns)
    {
        HashSet<string> unseen = [.. columns.Select(column => column.Name)];
        SortedSet<string> seen = new(StringComparer.Ordinal);
        int line = 0;
        foreach (string text in File.ReadLines(file))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            yield return new TableRow(line, ParseObject(file, line, text, columns, unseen, seen));
        }

        foreach (var column in columns.Where(column => unseen.Contains(column.Name)))
        {
            throw new TrainerException(
                $"{column.Setting}: no line of {file} has a property '{column.Name}'; its properties are {string.Join(", ", seen)}.");
        }
    }

    private static Dictionary<string, string> ParseObject(
        string file, int line, string text, IReadOnlyList<ColumnReference> columns, HashSet<string> unseen, SortedSet<string> seen)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                seen.Add(property.Name);
                unseen.Remove(property.Name);
            }

            return columns.DistinctBy(column => column.Name).ToDictionary(
                column => column.Name,
                column => document.RootElement.TryGetProperty(column.Name, out var value) && value.ValueKind != JsonValueKind.Null
                    ? TextOf(value)
                    : "");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new TrainerException($"{Path.GetFileName(file)}:{line} is not a JSON object.", exception);
        }
    }

    /// <summary>A list, such as one of votes, reads as in a table that separates them by bars.</summary>
    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Join('|', value.EnumerateArray()) : value.ToString();
}
