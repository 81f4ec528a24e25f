using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>Finds the reader of a source's format.</summary>
internal static class DatasetReaders
{
    /// <summary>Makes the reader of a source.</summary>
    /// <exception cref="TrainerException">The format is unknown, a filter cannot be, or a setting that is needed is missing.</exception>
    public static IDatasetReader Open(DatasetSource source)
    {
        DatasetFilters.Check(source);
        return source.Format switch
        {
            "table" => new TableReader(source),
            "goemotions" => new GoEmotionsReader(source),
            "msed" => new MsedReader(source),
            _ => throw new TrainerException(
                $"{source.SettingName("format")} is '{source.Format}'; it must be table, goemotions or msed."),
        };
    }

    /// <summary>Refuses a file that is not there.</summary>
    public static string Existing(string file, string setting) => File.Exists(file)
        ? file
        : throw new TrainerException($"{setting}: there is no file '{file}'.");
}
