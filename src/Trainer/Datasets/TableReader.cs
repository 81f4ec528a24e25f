namespace Moodstream.Trainer;

/// <summary>Reads a CSV, TSV or JSON Lines file with columns of the user's choice.</summary>
internal sealed class TableReader : IDatasetReader
{
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
        List<ColumnReference> columns = [.. _source.Text.Select(name => new ColumnReference(name, _source.SettingName("text")))];
        columns.Add(new ColumnReference(_source.Label!, _source.SettingName("label")));
        if (_source.Image is not null)
        {
            columns.Add(new ColumnReference(_source.Image, _source.SettingName("image")));
        }

        if (_source.Source is not null)
        {
            columns.Add(new ColumnReference(_source.Source, _source.SettingName("source")));
        }

        if (splitColumn is not null)
        {
            columns.Add(new ColumnReference(splitColumn, _source.SettingName("split")));
        }

        foreach (var row in TableFile.Read(file, columns))
        {
            string text = string.Join(". ", _source.Text.Select(column => row[column].Trim()).Where(part => part.Length > 0));
            string picture = _source.Image is null ? "" : row[_source.Image].Trim();
            string community = _source.Source is null ? "" : row[_source.Source].Trim();
            string label = row[_source.Label!].Trim();
            yield return new DatasetRow(
                $"{Path.GetFileName(file)}:{row.Line}",
                text.Length > 0 ? text : null,
                picture.Length > 0 ? Path.Combine(pictures, picture) : null,
                label.Length > 0 ? [label] : [],
                splitColumn is null ? split : row[splitColumn].Trim())
            {
                Community = community.Length > 0 ? community : null,
            };
        }
    }
}
