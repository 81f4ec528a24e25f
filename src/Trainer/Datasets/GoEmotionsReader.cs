using System.Globalization;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>
/// Reads GoEmotions (Demszky et al., ACL 2020): <c>train.tsv</c>, <c>dev.tsv</c> and <c>test.tsv</c> without a header, each line
/// text, comma-separated label indexes, comment id; the labels are the lines of <c>labels.txt</c>.
/// </summary>
internal sealed class GoEmotionsReader : IDatasetReader
{
    private static readonly string[] Splits = ["train", "dev", "test"];

    private readonly string _labelsFile;
    private readonly string[] _tables;

    public GoEmotionsReader(DatasetSource source)
    {
        string setting = source.FromCommandLine ? "--data" : source.SettingName("path");
        _labelsFile = DatasetReaders.Existing(Path.Combine(source.Path, "labels.txt"), setting);
        _tables = [.. Splits.Select(split => DatasetReaders.Existing(Path.Combine(source.Path, $"{split}.tsv"), setting))];
    }

    public IReadOnlyList<string> Files => [_labelsFile, .. _tables];

    public IEnumerable<DatasetRow> Read()
    {
        string[] labels = [.. File.ReadLines(_labelsFile).Select(line => line.Trim()).Where(line => line.Length > 0)];
        foreach (var (table, split) in _tables.Zip(Splits))
        {
            int line = 0;
            foreach (string text in File.ReadLines(table))
            {
                line++;
                string location = $"{Path.GetFileName(table)}:{line}";
                string[] fields = text.Split('\t');
                if (fields.Length < 2)
                {
                    throw new TrainerException($"{table}:{line} has no tab; expected text, label indexes, id.");
                }

                yield return new DatasetRow(
                    location,
                    fields[0].Trim() is { Length: > 0 } words ? words : null,
                    Picture: null,
                    [.. fields[1].Split(',').Select(index => LabelAt(labels, index, location))],
                    split);
            }
        }
    }

    private static string LabelAt(string[] labels, string index, string location) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position < labels.Length
            ? labels[position]
            : throw new TrainerException($"{location}: '{index}' is no index into the {labels.Length} labels of labels.txt.");
}
