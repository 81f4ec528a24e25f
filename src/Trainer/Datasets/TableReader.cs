using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>Reads a CSV, TSV or JSON Lines file with columns of the user's choice.</summary>
internal sealed class TableReader : IDatasetReader
{
    private static readonly char[] VoteSeparators = ['|', ';', ','];

    private readonly DatasetSource _source;
    private readonly List<(string File, string? Split)> _tables = [];

    public TableReader(DatasetSource source)
    {
        _source = source;
        if (source.Label is null)
        {
            throw new TrainerException($"{source.SettingName("label")} is missing: name the column that holds the label.");
        }

        if (source.Text.IsEmpty && source.Image is null)
        {
            throw new TrainerException(
                $"{source.SettingName("text")} and {source.SettingName("image")} are both missing: name at least one column with content.");
        }

        bool hasSplitFiles = source.Dev is not null || source.Test is not null;
        _tables.Add((DatasetReaders.Existing(source.Path, source.FromCommandLine ? "--data" : source.SettingName("path")), hasSplitFiles ? "train" : null));
        AddTable(source.Dev, "dev");
        AddTable(source.Test, "test");
    }

    public IReadOnlyList<string> Files => [.. _tables.Select(table => table.File)];

    public IEnumerable<DatasetRow> Read() => _tables.SelectMany(table => ReadTable(table.File, table.Split));

    private void AddTable(string? file, string split)
    {
        if (file is not null)
        {
            _tables.Add((DatasetReaders.Existing(file, _source.SettingName(split)), split));
        }
    }

    private IEnumerable<DatasetRow> ReadTable(string file, string? split)
    {
        // Split files settle the split; a split column beside them would only contradict them.
        string? splitColumn = split is null ? _source.Split : null;
        string pictures = _source.Images ?? Path.GetDirectoryName(Path.GetFullPath(file))!;
        (string Setting, string? Column)[] asked =
        [
            .. _source.Text.Select(column => ("text", column)),
            ("label", _source.Label),
            ("image", _source.Image),
            ("source", _source.Source),
            ("split", splitColumn),
            ("topTest", _source.TopTest),
            ("id", _source.Id),
        ];
        List<ColumnReference> columns =
            [.. asked.Where(each => each.Column is not null).Select(each => new ColumnReference(each.Column!, _source.SettingName(each.Setting)))];
        foreach (var row in TableFile.Read(file, columns))
        {
            string text = string.Join(". ", _source.Text.Select(column => row[column].Trim()).Where(part => part.Length > 0));
            string picture = row.Trimmed(_source.Image) ?? "";
            yield return new DatasetRow(
                $"{Path.GetFileName(file)}:{row.Line}",
                text.Length > 0 ? text : null,
                picture.Length > 0 ? Path.Combine(pictures, picture) : null,
                LabelsIn(row[_source.Label!].Trim()),
                row.Trimmed(splitColumn) ?? split)
            {
                PostSource = row.Trimmed(_source.Source) is { Length: > 0 } name ? name : null,
                Upvotes = row.Trimmed(_source.TopTest),
                // What is read of such a row may be another column's, the id too.
                Id = row.Surplus > 0 ? null : row.Trimmed(_source.Id),
                Surplus = row.Surplus,
            };
        }
    }

    private string[] LabelsIn(string cell) => _source.Majority
        ? cell.Split(VoteSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : cell.Length > 0 ? [cell] : [];
}
