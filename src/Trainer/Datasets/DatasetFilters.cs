using System.Globalization;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>Refuses filters of a source that are out of range or contradict each other.</summary>
internal static class DatasetFilters
{
    /// <summary>Checks the filters of a source.</summary>
    /// <exception cref="TrainerException">One of them cannot be.</exception>
    public static void Check(DatasetSource source)
    {
        if (source.MinWords < 0)
        {
            throw new TrainerException($"{source.SettingName("minWords")} is {source.MinWords}; it must be at least 0.");
        }

        if (source.Id is not null && !source.Majority)
        {
            throw new TrainerException(
                $"{source.SettingName("id")} needs {source.SettingName("majority")}: rows that repeat an id are votes on the post's label.");
        }

        RefuseWithoutColumns(source, "id", source.Id);
        RefuseWithoutColumns(source, "topTest", source.TopTest);
        if (source.TopTest is not null)
        {
            CheckTopTest(source);
        }
    }

    private static void CheckTopTest(DatasetSource source)
    {
        (string Setting, string? Value)[] others = [("split", source.Split), ("dev", source.Dev), ("test", source.Test)];
        if (others.FirstOrDefault(other => other.Value is not null).Setting is { } other)
        {
            throw new TrainerException($"{source.SettingName("topTest")} and {source.SettingName(other)} both decide the split: give one of them.");
        }

        if (source.TopShare is not (> 0 and < 0.5))
        {
            string share = source.TopShare.ToString(CultureInfo.InvariantCulture);
            throw new TrainerException(
                $"{source.SettingName("topShare")} is {share}; it must be above 0 and below 0.5, since test and dev take that share each.");
        }
    }

    private static void RefuseWithoutColumns(DatasetSource source, string setting, string? column)
    {
        if (column is not null && source.Format != "table")
        {
            throw new TrainerException($"{source.SettingName(setting)} names a column, and only tables have columns; {source.Format} is read as published.");
        }
    }
}
