namespace Moodstream.Trainer.Datasets;

/// <summary>
/// Reads MSED (Jia et al., NAACL 2022): for each split a folder with <c>SPLIT.csv</c> (columns Title, Caption, Emotion) and
/// <c>images/n.jpg</c> for row n from 1.
/// </summary>
internal sealed class MsedReader : IDatasetReader
{
    private static readonly string[] Splits = ["train", "dev", "test"];
    private static readonly string[] TextColumns = ["Title", "Caption"];
    private const string LabelColumn = "Emotion";

    private readonly DatasetSource _source;
    private readonly string[] _tables;

    public MsedReader(DatasetSource source)
    {
        _source = source;
        string setting = source.FromCommandLine ? "--data" : source.SettingName("path");
        _tables = [.. Splits.Select(split => DatasetReaders.Existing(Path.Combine(source.Path, split, $"{split}.csv"), setting))];
    }

    public IReadOnlyList<string> Files => _tables;

    public IEnumerable<DatasetRow> Read()
    {
        List<ColumnReference> columns = [.. TextColumns.Append(LabelColumn).Select(name => new ColumnReference(name, $"the layout of {_source.Name}"))];
        foreach (var (table, split) in _tables.Zip(Splits))
        {
            int number = 0;
            foreach (var row in TableFile.Read(table, columns))
            {
                number++;
                string text = string.Join(". ", TextColumns.Select(column => row[column].Trim()).Where(part => part.Length > 0));
                string label = row[LabelColumn].Trim();
                yield return new DatasetRow(
                    $"{Path.GetFileName(table)}:{row.Line}",
                    text.Length > 0 ? text : null,
                    Path.Combine(Path.GetDirectoryName(table)!, "images", $"{number}.jpg"),
                    label.Length > 0 ? [label] : [],
                    split);
            }
        }
    }
}
